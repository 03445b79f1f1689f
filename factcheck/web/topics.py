"""Which live signals a page may hear: a signed list of topics, with the session that the event process asks for."""

from collections.abc import Sequence

from itsdangerous import URLSafeTimedSerializer

SALT = "topics"


def token(key: bytes, session_id: int, topics: Sequence[str]) -> str:
    """The topics ("queue", "claim:12", "article:3", "person:5") of a page of this session, signed with the desk's key
    and dated. They are heard as long as the session is open."""
    return str(URLSafeTimedSerializer(key, salt=SALT).dumps({"session": session_id, "topics": list(topics)}))
