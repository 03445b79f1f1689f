"""Published checks as flat records: a line of JSON Lines, and a row of CSV that no spreadsheet takes for a formula."""

import unicodedata
from typing import Any

from factcheck.domain.days import spelled
from factcheck.domain.sheets import PublicAsk, PublicCheck, PublicSource


def tombstone(check: PublicCheck) -> dict[str, Any]:
    """What stands in an export for a voided check: nothing of its content but that it is no more."""
    return {
        "id": check.claim_id,
        "url": check.url,
        "voided": True,
        "voidedAt": check.voided_at.isoformat() if check.voided_at else None,
        "note": check.void_note,
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


# --- CSV ------------------------------------------------------------------------------------------


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
