"""What each site's robots.txt allows the desk, kept for a while (RFC 9309)."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from protego import Protego

KEPT_SECONDS = 3600.0
"""How long rules are trusted; RFC 9309 asks for at most a day."""
KEPT_AFTER_FAILURE_SECONDS = 300.0
READ_BYTES = 512 * 1024
"""RFC 9309 asks for at least 500 KiB to be read; what comes after is left out."""
SITES = 2000


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site: `failure` says why they could not be had, so that nothing is allowed until `retry_at`."""

    allows: Callable[[str], bool]
    failure: str = ""
    retry_at: datetime | None = None


def everything(url: str) -> bool:
    return True


def rules_from(body: bytes, agent: str) -> Rules:
    """Rules out of a robots.txt; lines that make no sense are passed over."""
    parsed = Protego.parse(body.decode("utf-8-sig", "replace"))
    return Rules(lambda url: bool(parsed.can_fetch(url, agent)))


class RobotsBook:
    """The rules of the sites that were asked lately, by origin (scheme, host and port)."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, tuple[float, Rules]] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, origin: str) -> Rules | None:
        with self._lock:
            until, rules = self._pages.get(origin, (0.0, None))
            return rules if time.monotonic() < until else None

    def note(self, origin: str, rules: Rules) -> Rules:
        kept = KEPT_AFTER_FAILURE_SECONDS if rules.failure else KEPT_SECONDS
        with self._lock:
            self._pages[origin] = (time.monotonic() + kept, rules)
            self._pages.move_to_end(origin)
            while len(self._pages) > SITES:
                self._pages.popitem(last=False)
        return rules
