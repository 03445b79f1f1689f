"""Reads histories, checks their chains, and signs checkpoints over all of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from factcheck.domain.errors import NotFound
from factcheck.domain.history import Entry, broken_links, content_hash, heads_digest, signature
from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import HistoryLine
from factcheck.domain.texts import say
from factcheck.services import blind
from factcheck.store import history as entries
from factcheck.store import opinions
from factcheck.store.tables import Approval, Checkpoint, Finding, HistoryEntry, Opinion, OpinionAnswer
from factcheck.store.unit import UnitOfWork

UNDOABLE = frozenset({"edit", "triage", "split", "merge", "add", "place origin", "assign"})
"""What `undoing.undo` can take back; other moves of the review are taken back by moves."""


NEEDED = {"person": Action.MANAGE_PEOPLE, "plugin": Action.MANAGE_PLUGINS}
"""The action that it takes to read the history of such a subject."""


def lines(uow: UnitOfWork, subject: str, actor: Actor) -> list[HistoryLine]:
    """The history of "claim:12", "article:3", "person:5" or "plugin:name", newest first. NotFound without one."""
    found = newest(uow, subject, actor)
    if not found:
        raise NotFound("There is no history of that.")
    return found


def newest(uow: UnitOfWork, subject: str, actor: Actor, *, most: int | None = None) -> list[HistoryLine]:
    """The `most` newest entries, all by default; nothing where nothing has happened yet."""
    actor.require(NEEDED.get(subject.partition(":")[0], Action.READ))
    with uow.reading() as session:
        rows = entries.of(session, subject)
        kind, _, number = subject.partition(":")
        closed = kind == "claim" and bool(rows) and blind.is_closed(session, int(number), actor)
        told = list(blind.told(readable(rows))) if closed else readable(rows)
        return told[:most]


def readable(rows: list[HistoryEntry]) -> list[HistoryLine]:
    """Entries as a person reads them, the newest first; only the newest can be undone."""
    undone = {row.data.get("undoes") for row in rows}
    last = rows[-1].seq if rows else 0
    return [_line(row, undoable=row.seq == last and row.seq not in undone) for row in reversed(rows)]


def _line(row: HistoryEntry, *, undoable: bool) -> HistoryLine:
    changes = tuple((field, _words(before), _words(after)) for field, (before, after) in _changes(row.data))
    return HistoryLine(
        row.seq,
        row.at,
        row.actor_name,
        row.what,
        row.from_stage,
        row.to_stage,
        row.note,
        changes,
        undoable and row.what in UNDOABLE and row.subject.startswith("claim:"),
        row.actor_id is not None,
    )


def _changes(data: Any) -> list[tuple[str, tuple[Any, Any]]]:
    return [(field, (pair[0], pair[1])) for field, pair in data.get("changes", {}).items()]


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_words(part) for part in value)
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the chains say: the hash of each entry, who sealed or approved which finding, who gave which opinion."""

    hashes: dict[str, dict[int, str]] = field(default_factory=dict)
    signed: dict[tuple[str, str, int], tuple[str, int | None]] = field(default_factory=dict)
    opined: dict[int, tuple[str, int | None]] = field(default_factory=dict)


def verify(uow: UnitOfWork, key: bytes) -> list[str]:
    """What is wrong with the history, in sentences: edits, deletions, insertions, reordering, a cut tail."""
    problems: list[str] = []
    told = _Told()
    with uow.reading() as session:
        for subject, rows in groupby(entries.everything(session), key=lambda row: row.subject):
            problems += _read(subject, _of_chain(subject, list(rows), told))
        for finding, approval in entries.findings(session):
            problems += _read(f"claim:{finding.claim_id}", _unlike(finding, approval, told.signed))
        given = opinions.every_answer(session)
        for opinion, answer in given:
            problems += _read(f"claim:{opinion.claim_id}", _unlike_opinion(opinion, answer, told.opined))
        lost = told.opined.keys() - {opinion.id for opinion, _ in given}
        problems += [
            say("opinion %(number)s: its answer is missing", number=number) for number in sorted(map(str, lost))
        ]
        for checkpoint in entries.checkpoints(session):
            problems += _read(f"checkpoint:{checkpoint.id}", _against(checkpoint, told.hashes, key))
    return problems


def _read(subject: str, problems: Iterator[str]) -> list[str]:
    """The problems that were found; one more where somebody has written what the desk never writes."""
    found: list[str] = []
    try:
        for problem in problems:
            found.append(problem)  # one by one: those before what cannot be read count
    except (LookupError, TypeError, ValueError, AttributeError):
        found.append(
            say("%(subject)s: what stands there was not written by the desk: it cannot be read", subject=subject)
        )
    return found


def _of_chain(subject: str, rows: Sequence[HistoryEntry], told: _Told) -> Iterator[str]:
    chain = [(entries.entry_of(row), row.previous, row.hash) for row in rows]
    told.hashes[subject] = {entry.seq: hash_ for entry, _, hash_ in chain}
    yield from broken_links(chain)
    for entry, _, _ in chain:
        if "opinion_hash" in entry.data:
            told.opined[entry.data["opinion"]] = (entry.data["opinion_hash"], entry.actor_id)
        if "content_hash" in entry.data:
            told.signed[_signed(entry)] = (entry.data["content_hash"], entry.actor_id)
    yield from (_unsealed(entry) for entry, _, _ in chain if not _sealed(entry))


def _sealed(entry: Entry) -> bool:
    """Whether the seal of a signature under an article is that of what the entry says was signed."""
    return "seal" not in entry.data or content_hash(entry.data["content"]) == entry.data["seal"]


def _unsealed(entry: Entry) -> str:
    return say(
        "%(subject)s entry %(number)s: what was signed does not match its seal",
        subject=entry.subject,
        number=str(entry.seq),
    )


def _signed(entry: Entry) -> tuple[str, str, int]:
    """What an entry says was sealed or approved: which finding of which claim."""
    return ("approve" if entry.what == "approve" else "seal", entry.subject, entry.data["finding"])


def _unlike(
    finding: Finding, approval: Approval | None, signed: Mapping[tuple[str, str, int], tuple[str, int | None]]
) -> Iterator[str]:
    """Where a finding is not what was sealed, or its approval not the one that was given."""
    subject = f"claim:{finding.claim_id}"
    where = say("%(subject)s finding %(number)s", subject=subject, number=str(finding.number))
    if content_hash(finding.content) != finding.content_hash or finding.content["verdict"] != finding.verdict:
        yield say("%(where)s: its content does not match its seal", where=where)
    if signed.get(("seal", subject, finding.number), ("", None))[0] != finding.content_hash:
        yield say("%(where)s: its seal is not the one in the history", where=where)
    given = signed.get(("approve", subject, finding.number))
    if given != ((approval.content_hash, approval.approver_id) if approval else None):
        yield say("%(where)s: its approval is not the one in the history", where=where)


def _unlike_opinion(
    opinion: Opinion, answer: OpinionAnswer, opined: Mapping[int, tuple[str, int | None]]
) -> Iterator[str]:
    """Where a second opinion is not what was sealed when it was sent."""
    where = say("%(subject)s second opinion", subject=f"claim:{opinion.claim_id}")
    if content_hash(answer.content) != answer.content_hash or answer.content["verdict"] != answer.verdict:
        yield say("%(where)s: its content does not match its seal", where=where)
    if opined.get(opinion.id or 0) != (answer.content_hash, answer.person_id):
        yield say("%(where)s: its seal is not the one in the history", where=where)


def _against(checkpoint: Checkpoint, hashes: dict[str, dict[int, str]], key: bytes) -> Iterator[str]:
    """Compare what stands now with what was signed."""
    when = f"{checkpoint.at:%Y-%m-%d %H:%M}"
    heads = {subject: (head[0], head[1]) for subject, head in checkpoint.heads.items()}
    if signature(heads_digest(heads), checkpoint.at, key) != checkpoint.signature:
        yield say("the checkpoint of %(time)s is not signed with this desk's key", time=when)
        return
    yield from (
        say(
            "%(where)s: entry %(number)s is not what the checkpoint of %(time)s signed",
            where=subject,
            number=str(seq),
            time=when,
        )
        for subject, (seq, hash_) in heads.items()
        if hashes.get(subject, {}).get(seq) != hash_
    )


def checkpoint(uow: UnitOfWork, key: bytes) -> None:
    """Sign all heads as they stand, unless nothing was written since the last checkpoint."""
    now = uow.now
    with uow.writing() as session:
        heads = entries.heads(session)
        digest = heads_digest(heads)
        last = entries.checkpoints(session)[-1:]
        if not heads or (last and last[0].digest == digest):
            return
        stored = {subject: list(head) for subject, head in heads.items()}
        session.add(Checkpoint(at=now, heads=stored, digest=digest, signature=signature(digest, now, key)))
