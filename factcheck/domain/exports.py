"""What leaves the desk: ClaimReview, feed, JSON Lines and CSV, each checked before it goes.

Sources of the formats: schema.org ClaimReview, Google's structured-data page for fact checks, and the
Data Commons fact-check feed.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from factcheck.domain.days import spelled
from factcheck.domain.review import Verdict
from factcheck.domain.sheets import PublicAsk, PublicCheck, PublicSource

CLAIM_MOST = 75
"""Characters that a result page shows of claimReviewed; longer is a warning, not an error."""

# "False: the bridge is closed" gives the answer away in the claim
VERDICT_WORDS = re.compile(
    r"\b(false|true|fake|hoax|debunked|confirmed|disputed|unverified|misleading)\b", re.IGNORECASE
)
# "Ministry of Health", "the city council" are no persons
_BODIES = re.compile(
    r"\b(ministry|government|army|military|police|office|company|agency|council|party|university|committee|court|"
    r"department|bank|union|association|institute|service|authority|commission|parliament|group|news)\b",
    re.IGNORECASE,
)


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"
    CLAIMREVIEW = "claimreview"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class DeskIdentity:
    """Who the desk is to the outside. `disputed_rating` is on a scale of 1 to 5, 0 for no numbers at all."""

    name: str
    url: str
    licence: str
    disputed_rating: int = 0
    production: bool = False

    @property
    def https(self) -> bool:
        return self.url.startswith("https://")


@dataclass(frozen=True, slots=True)
class ExportPreview:
    """What an export would hold: its first rows, how many in all, what stays out and what is not fit to publish."""

    format: Format
    count: int
    first: tuple[PublicCheck, ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class Validation:
    """Errors keep a check out of the export; warnings go with it. Both are sentences."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


# --- ClaimReview ----------------------------------------------------------------------------------

TRUTH = {Verdict.CONFIRMED: 5}
"""On a scale of 1 to 5, nearer 5 is truer. Unverified never gets a number: a middle one would be a lie."""


def claim_review(check: PublicCheck, desk: DeskIdentity) -> dict[str, Any]:
    """The ClaimReview of one published check. Empty values are left out, never filled with "Unknown"."""
    organisation = _organisation(desk)
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "@id": check.url,
            "url": check.url,
            "datePublished": check.first_published.date().isoformat(),
            "dateModified": check.modified.isoformat(),
            "author": organisation,
            "publisher": organisation,
            "claimReviewed": check.statement,
            "itemReviewed": _claim(check, desk),
            "reviewRating": _rating(check, desk),
            "reviewBody": check.rationale,
            "creativeWorkStatus": "Under review" if check.under_review else None,
            "inLanguage": check.language or None,
            "citation": [_citation(source) for source in check.sources],
            "correction": [_correction(notice.label, notice.note, notice.at) for notice in check.notices],
            "sdLicense": desk.licence,
            "sdPublisher": organisation,
        }
    )


def _organisation(desk: DeskIdentity) -> dict[str, Any]:
    return {"@type": "Organization", "name": desk.name, "url": desk.url, "correctionsPolicy": f"{desk.url}/about"}


def _claim(check: PublicCheck, desk: DeskIdentity) -> dict[str, Any]:
    """What was claimed, by whom and when; without a claimant there is no author."""
    # a name of one word is a country, a ministry's short name or a firm far more often than a person
    body = check.claimant == check.outlet or " " not in check.claimant or _BODIES.search(check.claimant)
    author = {"@type": "Organization" if body else "Person", "name": check.claimant} if check.claimant else None
    shown = _appearance(check) if not _same_host(check.appearance, desk.url) else None
    said = spelled(check.said_date, check.said_precision)
    return _without_empty({"@type": "Claim", "author": author, "datePublished": said, "appearance": shown})


def _appearance(check: PublicCheck) -> dict[str, Any] | None:
    if not check.appearance:
        return None
    publisher = {"@type": "Organization", "name": check.outlet} if check.outlet else None
    published = check.published.isoformat() if check.published else None
    return _without_empty(
        {
            "@type": "CreativeWork",
            "url": check.appearance,
            "headline": check.article_title,
            "publisher": publisher,
            "datePublished": published,
        }
    )


def _rating(check: PublicCheck, desk: DeskIdentity) -> dict[str, Any]:
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": check.verdict.value.capitalize()}
    value = desk.disputed_rating if check.verdict is Verdict.DISPUTED else TRUTH.get(check.verdict, 0)
    if value and desk.disputed_rating:
        rating |= {"ratingValue": value, "bestRating": 5, "worstRating": 1}
    rating["ratingExplanation"] = check.tried if check.verdict is Verdict.UNVERIFIED else check.rationale
    return _without_empty(rating)


def _citation(source: PublicSource) -> dict[str, Any]:
    address = source.url if source.url.startswith(("http://", "https://")) else None
    publisher = {"@type": "Organization", "name": source.outlet} if source.outlet else None
    archived = source.kept_at.isoformat() if source.kept_at else None
    return _without_empty(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": address,
            "publisher": publisher,
            "abstract": source.passage,
            "dateModified": archived,
            "archivedAt": source.archived_at,
        }
    )


def _correction(label: str, note: str, at: datetime) -> dict[str, Any]:
    return {"@type": "CorrectionComment", "text": f"{label}: {note}", "datePublished": at.isoformat()}


def _without_empty(given: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value not in (None, "", [], {})}


def _same_host(address: str, other: str) -> bool:
    return bool(address) and urlsplit(address).hostname == urlsplit(other).hostname


def validate(review: dict[str, Any], desk: DeskIdentity) -> Validation:
    """Check one ClaimReview against what its readers require; every problem is a sentence."""
    found = Validation()
    if not desk.https:
        sentence = "The desk's public address is not https, so this is not fit to publish."
        (found.errors if desk.production else found.warnings).append(sentence)
    for name in ("claimReviewed", "url", "author", "itemReviewed"):
        if not review.get(name):
            found.errors.append(f"{name} is missing.")
    if not review.get("reviewRating", {}).get("alternateName"):
        found.errors.append("The verdict in words (reviewRating.alternateName) is missing.")
    if not str(review.get("url", "")).startswith(desk.url + "/"):
        found.errors.append("The address of the check is not on the desk's own site.")
    _check_numbers(review.get("reviewRating", {}), found)
    _check_claim_text(str(review.get("claimReviewed", "")), found)
    _check_appearance(review.get("itemReviewed", {}), desk, found)
    return found


def _check_numbers(rating: dict[str, Any], found: Validation) -> None:
    """All three numbers or none; 1 <= worst < best and worst <= value <= best."""
    numbers = [rating.get(name) for name in ("worstRating", "ratingValue", "bestRating")]
    given = [number for number in numbers if isinstance(number, int)]
    if not given:
        return
    if len(given) < 3 or not (1 <= given[0] <= given[1] <= given[2] and given[0] < given[2]):
        found.errors.append("The rating's numbers do not fit together.")
    if rating.get("alternateName", "").lower() == Verdict.UNVERIFIED.value:
        found.errors.append("Unverified must not carry a number.")


def _check_claim_text(text: str, found: Validation) -> None:
    if len(text) > CLAIM_MOST:
        found.warnings.append(f"The claim is {len(text)} characters long; result pages show about {CLAIM_MOST}.")
    if VERDICT_WORDS.search(text):
        found.warnings.append("The claim holds a word of a verdict; readers may take it for the answer.")


def _check_appearance(item: dict[str, Any], desk: DeskIdentity, found: Validation) -> None:
    appearance = item.get("appearance", {}).get("url", "")
    if not appearance:
        found.warnings.append("It is not said where the claim appeared: the article has no address.")
    elif _same_host(appearance, desk.url):
        found.errors.append("The claim's appearance must not be on the desk's own site.")
    if item.get("author", {}).get("name", "").lower() == "unknown":
        found.errors.append("An unknown claimant is left out, not called unknown.")


# --- Feed, JSON Lines, CSV ------------------------------------------------------------------------


def tombstone(check: PublicCheck) -> dict[str, Any]:
    """What stands in an export for a voided check: nothing of its content but that it is no more."""
    return {
        "id": check.claim_id,
        "url": check.url,
        "voided": True,
        "voidedAt": check.voided_at.isoformat() if check.voided_at else None,
        "note": check.void_note,
    }


def feed_item(check: PublicCheck, desk: DeskIdentity) -> dict[str, Any]:
    """One element of the Data Commons feed; `item` is always a list, empty for a voided check."""
    if check.voided_at is not None:
        at = check.voided_at.isoformat()
        return {
            "@type": "DataFeedItem",
            "url": check.url,
            "dateDeleted": at,
            "description": check.void_note,
            "item": [],
        }
    return {
        "@type": "DataFeedItem",
        "url": check.url,
        "dateCreated": check.first_published.isoformat(),
        "dateModified": check.modified.isoformat(),
        "item": [claim_review(check, desk)],
    }


def feed_head(modified: datetime, desk: DeskIdentity) -> dict[str, Any]:
    """The feed without its elements."""
    return {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "name": desk.name,
        "dateModified": modified.isoformat(),
        "sdLicense": desk.licence,
        "provider": _organisation(desk),
    }


def record(check: PublicCheck) -> dict[str, Any]:
    """One check as a flat JSON object: a line of JSON Lines and what the API shows."""
    if check.voided_at is not None:
        return tombstone(check)
    return {
        "id": check.claim_id,
        "finding": check.finding,
        "url": check.url,
        "voided": False,
        "claim": check.statement,
        "claimant": check.claimant or None,
        "said_date": spelled(check.said_date, check.said_precision),
        "verdict": check.verdict.value,
        "rationale": check.rationale,
        "tried": check.tried or None,
        "under_review": check.under_review,
        "article": {
            "title": check.article_title,
            "outlet": check.outlet,
            "url": check.appearance or None,
            "published": check.published.isoformat() if check.published else None,
            "language": check.language or None,
        },
        "sources": [_source_record(source) for source in check.sources],
        "asked": [_ask_record(ask) for ask in check.asked],
        "notices": [{"at": n.at.isoformat(), "kind": n.label, "note": n.note} for n in check.notices],
        "first_published": check.first_published.isoformat(),
        "modified": check.modified.isoformat(),
    }


def _ask_record(ask: PublicAsk) -> dict[str, Any]:
    """A line of the ledger. The window is in days, both ends inside; null where it was open."""
    return {
        "provider": ask.provider,
        "words": ask.words,
        "language": ask.language or None,
        "since": ask.since.date().isoformat() if ask.since else None,
        "until": ask.until.date().isoformat() if ask.until else None,
        "result": ask.status.value,
        "hits": ask.hits,
        "at": ask.at.isoformat(),
    }


def _source_record(source: PublicSource) -> dict[str, Any]:
    return {
        "title": source.title,
        "outlet": source.outlet or None,
        "url": source.url or None,
        "medium": source.medium.value,
        "stance": source.stance.value,
        "kind": source.kind.value,
        "passage": source.passage or None,
        "archived_at": source.kept_at.isoformat() if source.kept_at else None,
        "public_copy": source.archived_at or None,
    }


CSV_COLUMNS = (
    "id", "url", "claim", "claimant", "said_date", "verdict", "rationale", "tried", "under_review", "article_title",
    "outlet", "article_url", "published", "language", "sources", "notices", "first_published", "modified", "voided",
)  # fmt: skip

_DANGEROUS = "=+-@\uff1d\uff0b\uff0d\uff20"
# blanks of every width, line ends, controls and marks that show nothing: all that can hide a formula's first character
_INVISIBLE = "".join(
    character
    for character in map(chr, range(0x10000))
    if unicodedata.category(character) in {"Zs", "Zl", "Zp", "Cc", "Cf"}
)


def neutral(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula.

    An apostrophe goes in front when the cell begins, after blanks, a byte-order mark or controls, with
    one of = + - @ or their full-width twins, or when it begins with a tab or a line end.
    """
    bare = cell.lstrip(_INVISIBLE)
    if cell[:1] in {"\t", "\r", "\n"} or (bare and bare[0] in _DANGEROUS):
        return f"'{cell}"
    return cell


def csv_row(check: PublicCheck) -> list[str]:
    """One check as cells in the order of CSV_COLUMNS; a voided one keeps its address, note and nothing else."""
    if check.voided_at is not None:
        known = {"id": str(check.claim_id), "url": check.url, "notices": f"voided: {check.void_note}", "voided": "yes"}
        return [neutral(known.get(column, "")) for column in CSV_COLUMNS]
    flat = record(check)
    article = flat["article"]
    cells = flat | {
        "article_title": article["title"],
        "outlet": article["outlet"],
        "article_url": article["url"],
        "published": article["published"],
        "language": article["language"],
        "sources": "\n".join(_source_line(source) for source in check.sources),
        "notices": "\n".join(f"{notice.label}: {notice.note}" for notice in check.notices),
        "under_review": "yes" if check.under_review else "no",
        "voided": "no",
    }
    return [neutral("" if cells[column] is None else str(cells[column])) for column in CSV_COLUMNS]


def _source_line(source: PublicSource) -> str:
    name = f"{source.outlet}: {source.title}" if source.outlet else source.title
    return f"{source.stance.value} ({source.kind.value}) {name} {source.url}".strip()


def summary(checks: Iterable[PublicCheck], desk: DeskIdentity) -> tuple[list[str], list[str]]:
    """(left out, warnings) over many checks, each problem once with how many it concerns."""
    errors: dict[str, list[int]] = {}
    warnings: dict[str, list[int]] = {}
    for check in checks:
        if check.voided_at is None:
            found = validate(claim_review(check, desk), desk)
            for sentences, into in ((found.errors, errors), (found.warnings, warnings)):
                for sentence in sentences:
                    into.setdefault(sentence, []).append(check.claim_id)
    return _counted(errors), _counted(warnings)


def _counted(found: dict[str, list[int]]) -> list[str]:
    return [f"{sentence} ({_which(ids)})" for sentence, ids in found.items()]


def _which(ids: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in ids[:5])
    return f"claim {shown}" if len(ids) == 1 else f"{len(ids)} claims: {shown}{' ...' if len(ids) > 5 else ''}"
