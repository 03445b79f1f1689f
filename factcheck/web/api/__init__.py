"""The JSON API under /api/v1: the same services as the pages, behind bearer tokens."""

from factcheck.web.api import articles, claims, evidence, exports, opinions, outlets, people, review, sign_offs
from factcheck.web.api.description import describe
from factcheck.web.api.door import rooms

__all__ = [
    "articles",
    "claims",
    "describe",
    "evidence",
    "exports",
    "opinions",
    "outlets",
    "people",
    "review",
    "rooms",
    "sign_offs",
]
