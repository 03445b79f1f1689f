"""How long a page that gave nothing is left alone, whichever claim names it."""

from datetime import datetime, timedelta

from factcheck.domain.fetching import FetchFailed

PASSING = (timedelta(0), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""After the first, second, third failure of a kind that may pass, and after each further one."""
LASTING = (timedelta(days=1), timedelta(days=3), timedelta(days=7))
"""The same for a page that is gone, forbidden or not to be read."""
REMEMBERED = timedelta(days=30)
"""A failure that is older than this counts no more."""


def next_try(failed: FetchFailed, times: int, now: datetime) -> datetime:
    """When the page may be asked for again, after so many failures one after the other.

    Never before the moment that the server has named (Retry-After).
    """
    steps = LASTING if failed.retry_at is None else PASSING
    again = now + steps[min(times, len(steps)) - 1]
    return max(again, failed.retry_at or again)
