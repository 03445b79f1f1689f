"""What providers are asked and what people attach: queries, hits, sources and the evidence rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from factcheck.domain.texts import say


class Stance(StrEnum):
    """What a source does to the claim; REPEATS is the claimant again and supports nothing."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    CONTEXT = "context"
    REPEATS = "repeats"


class SourceKind(StrEnum):
    """PRIMARY: who was there, decided or measured; SECONDARY: who reports it. The evidence rule weighs them apart."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Medium(StrEnum):
    """What a source is made of; only WEB needs an address."""

    WEB = "web"
    UPLOAD = "upload"
    DOCUMENT = "document"
    CALL = "call"
    RECORDING = "recording"
    PERSON = "person"


class AskStatus(StrEnum):
    """How one question to one provider ended."""

    FOUND = "found"
    NOTHING = "nothing"
    THROTTLED = "throttled"
    ERROR = "error"
    OFF = "off"


class SearchState(StrEnum):
    """How far the search for reports on a claim has come. ALONE: it is over, and nobody outside the desk answered."""

    NOT_BEGUN = "not begun"
    UNDER_WAY = "under way"
    ALONE = "alone"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of a provider: words, and a window of time (both ends may be open)."""

    words: str
    language: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An address that a provider named, with what it said about it."""

    url: str
    title: str = ""
    outlet: str = ""
    published: datetime | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """What a person attaches. WEB needs `url`, every other medium a title; withheld needs its reason."""

    medium: Medium
    stance: Stance
    kind: SourceKind
    url: str = ""
    title: str = ""
    outlet: str = ""
    passage: str = ""
    note: str = ""
    withheld: bool = False
    withheld_reason: str = ""
    report_id: int | None = None


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that came with a source: its bytes and their readable part lie in the vault under these digests.

    `text` is empty where the desk cannot read the file; `name` is what the person's machine calls it.
    """

    name: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class Backing:
    """What the evidence rule looks at in one attached source. `origin` names its group of copies."""

    stance: Stance
    kind: SourceKind
    origin: str


@dataclass(frozen=True, slots=True)
class RuleState:
    """How far the evidence rule is met, in numbers and in a sentence."""

    met: bool
    primary: int
    independent: int
    sentence: str


def evidence_rule(stance: Stance, sources: Sequence[Backing]) -> RuleState:
    """One primary source or two of independent origin that take this stance (product rule 4)."""
    counted = [source for source in sources if source.stance is stance]
    primary = sum(source.kind is SourceKind.PRIMARY for source in counted)
    independent = len({source.origin for source in counted})
    if primary:
        return RuleState(True, primary, independent, say("Met: a primary source."))
    if independent >= 2:
        return RuleState(
            True, primary, independent, say("Met: %(count)s sources of independent origin.", count=independent)
        )
    have = say("None is attached yet.") if not counted else say("One origin is attached.")
    if stance is Stance.SUPPORTS:
        needs = say("Needs one primary source that supports it, or two of independent origin. %(have)s", have=have)
    else:
        needs = say("Needs one primary source that refutes it, or two of independent origin. %(have)s", have=have)
    return RuleState(False, primary, independent, needs)
