"""The JSON API under /api/v1: the same services as the pages, behind bearer tokens."""

from factcheck.web.api import (
    articles,
    claims,
    editing,
    evidence,
    exports,
    notifications,
    opinions,
    outlets,
    people,
    review,
    sign_offs,
    triage,
)
from factcheck.web.api.description import describe
from factcheck.web.api.door import rooms

__all__ = [
    "articles",
    "claims",
    "describe",
    "editing",
    "evidence",
    "exports",
    "notifications",
    "opinions",
    "outlets",
    "people",
    "review",
    "rooms",
    "sign_offs",
    "triage",
]
