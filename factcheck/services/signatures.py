"""Reads which signature stands under an article, and what has ended one: from the histories, which nobody rewrites."""

from collections.abc import Mapping
from typing import Any

from factcheck.domain.coverage import Cover
from factcheck.domain.sheets import SignOffSheet
from factcheck.domain.sign_offs import OPEN, Event, ended
from factcheck.store import sign_offs as rows
from factcheck.store.tables import HistoryEntry
from factcheck.store.unit import Session


def newest(session: Session, revisions: Mapping[int, int]) -> dict[int, SignOffSheet]:
    """The newest signature of each article that has one. `revisions` gives the revision of each article now."""
    signed = rows.newest(session, list(revisions))
    events = _since(session, signed) if signed else {}
    return {
        article_id: _sheet(entry, revisions[article_id], events.get(article_id, []))
        for article_id, entry in signed.items()
    }


def _sheet(entry: HistoryEntry, revision: int, events: list[Event]) -> SignOffSheet:
    content = entry.data["content"]
    return SignOffSheet(
        revision=content["revision"],
        by=entry.actor_name,
        at=entry.at,
        note=entry.note,
        not_looked_at=content["sentences"].count(Cover.NOT_LOOKED_AT.value),
        open=sum(_is_open(claim) for claim in content["claims"]),
        seal=entry.data["seal"],
        ended=ended(content["revision"], revision, events),
    )


def _is_open(claim: Mapping[str, Any]) -> bool:
    return claim["stage"] in OPEN and (claim["checkworthy"] or claim["stage"] != "queued")


def _since(session: Session, signed: Mapping[int, HistoryEntry]) -> dict[int, list[Event]]:
    """What has happened after each signature: by the number up to which its signer had read each history.

    Times would not do: what was written down while somebody signed may bear an earlier one.
    """
    found: dict[int, list[Event]] = {}
    for entry in rows.on_articles(session, list(signed)):
        article_id = int(entry.subject.partition(":")[2])
        if entry.seq > signed[article_id].data["read"]["article"]:
            found.setdefault(article_id, []).append(_event(0, entry))
    for claim, entry in rows.on_claims(session, list(signed)):
        if entry.seq > signed[claim.article_id].data["read"]["claims"].get(str(claim.id), 0):
            found.setdefault(claim.article_id, []).append(_event(claim.number, entry))
    return found


def _event(claim: int, entry: HistoryEntry) -> Event:
    return Event(claim, entry.what, entry.actor_name, entry.from_stage, entry.to_stage, entry.data)


def last(session: Session, article_id: int) -> Event:
    """The newest thing that was done to the article or to one of its claims."""
    entry, claim = rows.last(session, article_id)
    return _event(claim, entry)
