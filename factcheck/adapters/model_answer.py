"""Reads the answer of a chat-completions server and keeps of it only claims whose words stand in the article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from factcheck.adapters.model_chat import OTHER_SHAPE, written
from factcheck.domain.claims import CHECKABLE, ArticleText, ClaimKind, PlaceRole, Quotation, Span, SplitClaim
from factcheck.domain.plugins import NoUsableAnswer
from factcheck.domain.texts import say

MOST_CLAIMS = 2000
"""Entries of one answer that are looked at."""

THRESHOLD = 0.4
"""Score from which a claim is worth a check, as the desk's own splitter has it."""

_UNKEPT = re.compile(r"[\x00\ud800-\udfff]")  # zero bytes and halves of characters: no database keeps them

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class _Claim(BaseModel):
    """One entry of the answer. Servers that do not keep to the schema may leave out what has a default here."""

    model_config = ConfigDict(extra="ignore")

    words: list[str] = Field(min_length=1, max_length=20)
    statement: Words = Field(min_length=1)
    claimant: Short = ""
    cue: Short = ""
    chain: list[Short] = Field(default_factory=list, max_length=10)
    quotation: Quotation = Quotation.NONE
    said_date: date | None = None
    said_basis: Short = ""
    kind: ClaimKind = ClaimKind.STATE
    score: float = Field(0.5, ge=0, le=1, allow_inf_nan=False)
    reasons: list[Short] = Field(default_factory=list, max_length=10)


@dataclass(frozen=True, slots=True)
class Read:
    """The claims of an answer in the order of the text. The other entries are counted by what was wrong with them."""

    claims: tuple[SplitClaim, ...]
    not_verbatim: int = 0
    malformed: int = 0
    repeated: int = 0


def read_answer(body: bytes, article: ArticleText) -> Read:
    """NoUsableAnswer where there is none: refused, cut off, not JSON, of another shape, or without a usable claim."""
    entries = _entries(written(body))
    found: dict[Span, _Claim] = {}
    not_verbatim = malformed = repeated = edge = 0
    for entry in entries[:MOST_CLAIMS]:
        claim = _claim(entry)
        if claim is None:
            malformed += 1
            continue
        span = span_of(claim.words, article.text, edge)
        if span is None:
            not_verbatim += 1
        elif span in found:
            repeated += 1
        else:
            found[span] = claim
            edge = span.start
    if not found:
        raise NoUsableAnswer(_nothing(len(entries), not_verbatim))
    ordered = sorted(found.items(), key=lambda pair: (pair[0].start, pair[0].end))
    claims = tuple(_split_claim(number, span, claim, article) for number, (span, claim) in enumerate(ordered, 1))
    return Read(claims, not_verbatim, malformed, repeated)


def span_of(words: Sequence[str], text: str, edge: int = 0) -> Span | None:
    """Where these words stand in the text, letter by letter, one fragment behind the other; None where they do not.

    What stands there more than once is taken at or after `edge` first: claims come in the order of the text.
    """
    wanted = [fragment.strip() for fragment in words]
    if not all(wanted):
        return None
    return _from(wanted, text, edge) or _from(wanted, text, 0)


def _from(wanted: Sequence[str], text: str, edge: int) -> Span | None:
    fragments = []
    for fragment in wanted:
        start = text.find(fragment, edge)
        if start < 0:
            return None
        edge = start + len(fragment)
        fragments.append((start, edge))
    return Span(tuple(fragments))


def _entries(found: dict[str, Any]) -> list[Any]:
    entries = found.get("claims")
    if not isinstance(entries, list):
        raise NoUsableAnswer(OTHER_SHAPE)
    return entries


def _claim(entry: Any) -> _Claim | None:
    try:
        claim = _Claim.model_validate(entry)
    except ValidationError:
        return None
    kept = (claim.statement, claim.claimant, claim.cue, claim.said_basis, *claim.chain, *claim.reasons)
    return None if any(_UNKEPT.search(text) for text in kept) else claim


def _nothing(entries: int, not_verbatim: int) -> str:
    if not entries:
        return say("it named no claim")
    if not_verbatim == entries:
        return say("the words of none of its %(claims)s claims stand in the article", claims=entries)
    return say("none of its %(claims)s claims could be used", claims=entries)


def _split_claim(number: int, span: Span, claim: _Claim, article: ArticleText) -> SplitClaim:
    title = article.title.strip()
    headed = bool(title) and article.text.lstrip().startswith(title)
    head = len(article.text) - len(article.text.lstrip()) + len(title) if headed else 0
    own = claim.quotation is Quotation.NONE
    return SplitClaim(
        id=f"c{number}",
        span=span,
        statement=claim.statement,
        claimant=article.outlet if own else claim.claimant,
        cue=claim.cue or None,
        quotation=claim.quotation,
        chain=tuple(claim.chain),
        said_date=claim.said_date,
        said_basis=claim.said_basis or None,
        checkworthy=claim.kind in CHECKABLE and claim.score >= THRESHOLD,
        score=claim.score,
        reasons=tuple(claim.reasons),
        kind=claim.kind,
        role=PlaceRole.HEADLINE if span.end <= head else PlaceRole.BODY,
    )
