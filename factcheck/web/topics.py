"""Which live signals a page may hear: a signed list of topics that the event process checks."""

from collections.abc import Sequence

from itsdangerous import URLSafeTimedSerializer

SALT = "topics"


def token(key: bytes, topics: Sequence[str]) -> str:
    """The topics ("queue", "claim:12", "article:3", "person:5"), signed with the desk's key and dated."""
    return str(URLSafeTimedSerializer(key, salt=SALT).dumps(list(topics)))
