"""The address of Redis or Valkey in the spelling that redis-py reads."""


def redis_address(url: str) -> str:
    """Celery writes a socket as redis+socket:///path, redis-py as unix:///path."""
    return "unix://" + url.removeprefix("redis+socket://") if url.startswith("redis+socket://") else url
