"""The interchange format of a split: what `factcheck split --format json` prints and the benchmarks read."""

from typing import Any

from factcheck.domain.claims import ArticleText, Split, SplitClaim
from factcheck.domain.days import spelled


def interchange(doc_id: str, article: ArticleText, split: Split, *, with_text: bool = False) -> dict[str, Any]:
    """One article as a plain dictionary; offsets are into `article.text`, which `with_text` adds."""
    shape: dict[str, Any] = {
        "doc_id": doc_id,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "outlet": article.outlet,
        "language": split.language,
        "claims": [claim_shape(claim, article.text) for claim in split.claims],
        "sentences": sentence_shapes(split),
    }
    if split.note:
        shape["note"] = split.note
    if with_text:
        shape["text"] = article.text
    return shape


def sentence_shapes(split: Split) -> list[dict[str, Any]]:
    """Every sentence with its class, where the splitter classifies them."""
    return [{"span": [list(place)], "class": word} for place, word in zip(split.sentences, split.classes, strict=False)]


def claim_shape(claim: SplitClaim, text: str) -> dict[str, Any]:
    """One claim with the names of the format: the claimant is its speaker, its quotation the quote_type.

    Dates are ISO 8601, of reduced precision where the text gives only a month or a year ("2024-03").
    """
    return {
        "id": claim.id,
        "span": [list(fragment) for fragment in claim.span.fragments],
        "span_text": claim.span.text_in(text),
        "claim": claim.statement,
        "speaker": claim.claimant,
        "cue": claim.cue,
        "quote_type": claim.quotation.interchange,
        "chain": list(claim.chain),
        "said_date": spelled(claim.said_date, claim.said_precision),
        "said_basis": claim.said_basis,
        "checkworthy": claim.checkworthy,
        "score": claim.score,
        "reasons": list(claim.reasons),
        "kind": claim.kind,
        "role": claim.role.value,
        "duplicate_of": claim.duplicate_of,
        "speaker_role": claim.claimant_role,
        "channel": claim.channel,
        "event_date": spelled(claim.event_date, claim.event_precision),
        "event_basis": claim.event_basis,
        "hedge": claim.hedge,
        "denial": claim.denial,
    }
