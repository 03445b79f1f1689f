"""ClaimReview and the feed of them, each checked before it goes.

Sources of the formats: schema.org ClaimReview, Google's structured-data page for fact checks, and the
Data Commons fact-check feed.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from factcheck.domain.days import spelled
from factcheck.domain.identity import DeskIdentity
from factcheck.domain.review import Verdict
from factcheck.domain.sheets import PublicCheck, PublicSource
from factcheck.domain.texts import say

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


# --- What keeps one from leaving ------------------------------------------------------------------


@dataclass(slots=True)
class Validation:
    """Errors keep a check out of the export; warnings go with it. Both are sentences."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def validate(review: dict[str, Any], desk: DeskIdentity) -> Validation:
    """Check one ClaimReview against what its readers require; every problem is a sentence."""
    found = Validation()
    if not desk.https:
        sentence = say("The desk's public address is not https, so this is not fit to publish.")
        (found.errors if desk.production else found.warnings).append(sentence)
    for name in ("claimReviewed", "url", "author", "itemReviewed"):
        if not review.get(name):
            found.errors.append(say("%(field)s is missing.", field=name))
    if not review.get("reviewRating", {}).get("alternateName"):
        found.errors.append(say("The verdict in words (reviewRating.alternateName) is missing."))
    if not str(review.get("url", "")).startswith(desk.url + "/"):
        found.errors.append(say("The address of the check is not on the desk's own site."))
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
        found.errors.append(say("The rating's numbers do not fit together."))
    if rating.get("alternateName", "").lower() == Verdict.UNVERIFIED.value:
        found.errors.append(say("Unverified must not carry a number."))


def _check_claim_text(text: str, found: Validation) -> None:
    if len(text) > CLAIM_MOST:
        said = say(
            "The claim is %(length)s characters long; result pages show about %(most)s.",
            length=len(text),
            most=CLAIM_MOST,
        )
        found.warnings.append(said)
    if VERDICT_WORDS.search(text):
        found.warnings.append(say("The claim holds a word of a verdict; readers may take it for the answer."))


def _check_appearance(item: dict[str, Any], desk: DeskIdentity, found: Validation) -> None:
    appearance = item.get("appearance", {}).get("url", "")
    if not appearance:
        found.warnings.append(say("It is not said where the claim appeared: the article has no address."))
    elif _same_host(appearance, desk.url):
        found.errors.append(say("The claim's appearance must not be on the desk's own site."))
    if item.get("author", {}).get("name", "").lower() == "unknown":
        found.errors.append(say("An unknown claimant is left out, not called unknown."))
