"""Second opinions: which claims are drawn, what an answer needs, and what the words for their state are.

A second opinion is no stage. It stands beside one finding, as the blind answer of another person: until it is in, the
first answer is closed to everybody who has not seen it already, and whoever has seen it cannot give the second.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from factcheck.domain.conditions import RATIONALE_LEAST
from factcheck.domain.errors import Refused
from factcheck.domain.people import Actor
from factcheck.domain.stages import Verdict
from factcheck.domain.texts import later

Drawn = Callable[[int], bool]
"""Whether the claim of this number goes to a second checker."""

THE_DRAW = Actor(None, later("the draw"), frozenset())
"""Who asks for an opinion when no person does."""


def never(claim_id: int) -> bool:
    """The draw of a desk that has not switched it on."""
    return False


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws `share` (0 to 1) of the claims, each by its number under the desk's key.

    The same claim is always drawn or never, and nobody who lacks the key foresees which.
    """

    share: float
    key: bytes

    def __call__(self, claim_id: int) -> bool:
        digest = hmac.new(self.key, f"second opinion on claim {claim_id}".encode(), hashlib.sha256).digest()
        return int.from_bytes(digest[:8]) < self.share * 2**64


class OpinionState(StrEnum):
    """Where an opinion stands for the person who looks at it."""

    FREE = "free"
    YOURS = "yours"
    TAKEN = "taken"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class OpinionGiven:
    """What a second checker answers. `grounds` say what it rests on: links, quotes, or what was tried."""

    verdict: Verdict | None = None
    rationale: str = ""
    grounds: str = ""


def check(given: OpinionGiven) -> Verdict:
    """The verdict of a whole answer. Refused when a part is missing.

    Softer than the evidence rule, since nothing of it is published: it names what it rests on, and that is enough.
    """
    if given.verdict is None:
        raise Refused("answered", "Choose a verdict: confirmed, disputed or unverified.")
    if len(given.rationale.strip()) < RATIONALE_LEAST:
        raise Refused("answered", f"Give a rationale of at least {RATIONALE_LEAST} characters.")
    if len(given.grounds.strip()) < RATIONALE_LEAST:
        raise Refused("grounded", "Say what it rests on: a link, a quotation, whom you asked or where you looked.")
    return given.verdict
