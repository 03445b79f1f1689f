"""Evidence as people use it: what was found for a claim, and the sources they attach."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from factcheck.domain.articles import checked_address
from factcheck.domain.errors import Invalid, NotFound, Refused
from factcheck.domain.evidence import Medium, NewSource, SourceKind, Stance, UploadedFile
from factcheck.domain.jobs import ArchiveSource, FetchLead, FindReports
from factcheck.domain.owners import Owners
from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import (
    AskSheet,
    ClaimSheet,
    EvidenceSheet,
    OriginSheet,
    ReportSheet,
    TroubleSheet,
    VainSheet,
)
from factcheck.domain.texts import say
from factcheck.services import arriving, blind, claims, earlier, editing, failures, keeping, ledger, reports, stances
from factcheck.store import articles as article_rows
from factcheck.store import asking as asking_rows
from factcheck.store import evidence as rows
from factcheck.store import history, jobs, public_archives, watching
from factcheck.store.tables import Ask, Claim, Lead, Page, Report, Source
from factcheck.store.unit import Session, UnitOfWork

AROUND = 240
"""Characters of context shown before and after a passage."""

SOON = timedelta(minutes=1)
"""A provider that is asked later than this is waited for, and not being searched."""

TEXT_MOST = 8000


# --- What was found -------------------------------------------------------------------------------


def sheet(uow: UnitOfWork, claim_id: int, actor: Actor, languages: Collection[str] = ()) -> EvidenceSheet:
    """Everything the workers found for the claim: reports by origin, what was asked, what failed.

    `languages` are those in which the desk has claims searched besides that of the article.
    """
    actor.require(Action.READ)
    with uow.reading() as session:
        claim = claims.existing(session, claim_id)
        article = article_rows.by_id(session, claim.article_id)
        found = rows.reports(session, claim_id)
        sources = [] if blind.is_closed(session, claim_id, actor) else rows.sources(session, claim_id)
        attached = {source.report_id for source in sources}
        leads = rows.leads(session, claim_id)
        pending = [lead.id or 0 for lead in leads if not lead.done]
        searching = jobs.open_for(session, [FindReports.name], [claim_id]) > 0
        asking = asking_rows.open_of(session, claim_id, uow.now + SOON) > 0
        owners = rows.owners(session)
        return EvidenceSheet(
            origins=_by_origin(claim, found, attached, owners),
            asks=tuple(_ask_sheet(ask) for ask in rows.asks(session, claim_id)),
            troubles=tuple(_trouble(lead) for lead in leads if lead.problem),
            vain=tuple(_vain(lead) for lead in rows.read_in_vain(session, claim_id)),
            searching=searching or asking,
            waiting=len(pending),
            earlier=earlier.of_claim(session, claim_id),
            day=ledger.day_of(claim, article),
            gaps=()
            if searching or asking or pending
            else ledger.prompts(claim, article, found, sources, owners, languages),
        )


def _by_origin(
    claim: Claim, found: Sequence[tuple[Report, Page]], attached: set[int | None], owners: Owners
) -> tuple[OriginSheet, ...]:
    """Reports grouped by who copied whom; the group with the best passage first, inside it the earliest."""
    groups: dict[int, list[ReportSheet]] = {}
    for report, page in found:
        sheet = replace(report_sheet(report, page, attached, claim), owner=owners.of(page.outlet, page.url))
        groups.setdefault(report.origin or report.id or 0, []).append(sheet)
    ordered = sorted(groups.items(), key=lambda group: -max(report.score for report in group[1]))
    return tuple(
        OriginSheet(say("origin %(number)s", number=number), tuple(of)) for number, (_, of) in enumerate(ordered, 1)
    )


def report_sheet(report: Report, page: Page, attached: set[int | None], claim: Claim | None = None) -> ReportSheet:
    start, end = report.passage_start, report.passage_end
    return ReportSheet(
        id=report.id or 0,
        url=page.url,
        title=page.title,
        outlet=page.outlet,
        byline=page.byline,
        published=page.published,
        language=page.language,
        passage=page.text[start:end],
        before=page.text[max(reports.below_title(page), start - AROUND) : start].lstrip(),
        after=page.text[end : end + AROUND],
        score=report.score,
        found_at=report.found_at,
        changed=_changed(page),
        provider=report.provider,
        agency=page.agency,
        attached=report.id in attached,
        kept=page.kept_sha256,
        copied_from=report.copied_from,
        copied_how=report.copied_how,
        shares_with=tuple(report.shares_with),
        placed_with=report.placed_with,
        placed_reason=report.placed_reason,
        placed_by=report.placed_by,
        **_suggestion(claim, report, page),
    )


def _changed(page: Page) -> datetime | None:
    """The day on which its outlet has changed the page, where that is not the day on which it was published."""
    modified, published = page.modified, page.published
    return modified if modified and published and modified.date() > published.date() else None


def _suggestion(claim: Claim | None, report: Report, page: Page) -> dict[str, Any]:
    """What a worker suggests, as long as claim and page have the words for which it was suggested."""
    if claim is None or report.stance is None or not stances.is_read(claim, report, page):
        return {}
    passage = page.text[report.stance_start : report.stance_end]
    return {"suggested": report.stance, "suggested_passage": passage, "suggested_why": report.stance_why}


def _ask_sheet(ask: Ask) -> AskSheet:
    return AskSheet(
        ask.provider, ask.words, ask.status, ask.hits, ask.milliseconds, ask.at, ask.problem, ask.next_attempt_at,
        ask.language, ask.since, ask.until,
    )  # fmt: skip


def _trouble(lead: Lead) -> TroubleSheet:
    again = lead.next_attempt_at if not lead.done else None
    return TroubleSheet(lead.outlet, lead.url, lead.problem, again, lead.failed_before)


def _vain(lead: Lead) -> VainSheet:
    return VainSheet(lead.outlet, lead.url, lead.title, lead.provider)


def kept(uow: UnitOfWork, report_id: int, actor: Actor) -> tuple[ReportSheet, str]:
    """A report with the whole text that was stored of its page."""
    actor.require(Action.READ)
    with uow.reading() as session:
        found = rows.report(session, report_id)
        if found is None:
            raise NotFound("There is no such report.")
        report, page = found
        return report_sheet(report, page, set()), page.text


def search_again(uow: UnitOfWork, claim_id: int, actor: Actor) -> None:
    """Ask the workers to search for the claim once more. Asked again before they have begun, it is one search."""
    actor.require(Action.ATTACH)
    with uow.writing() as session:
        claims.existing(session, claim_id)
        is_new = not jobs.open_for(session, [FindReports.name], [claim_id])
        jobs.enqueue(session, FindReports, claim_id, uow.now)
        for inquiry in asking_rows.of_claim(session, claim_id):
            inquiry.wanted_at, inquiry.done_at = uow.now, None
        for lead in rows.leads(session, claim_id):
            if lead.problem and lead.done:
                lead.done, lead.problem, lead.next_attempt_at, lead.failed_before = False, "", None, None
                failures.forget(session, [lead.url])
                jobs.enqueue(session, FetchLead, lead.id or 0, uow.now)
        if is_new:
            history.append(session, f"claim:{claim_id}", "search again", actor, uow.now)
        jobs.signal(session, f"claim:{claim_id}")


# --- Sources --------------------------------------------------------------------------------------


def attach(
    uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, source: NewSource, file: UploadedFile | None = None
) -> ClaimSheet:
    """Attach a source. It changes the claim, so its version is raised; Invalid when a needed part is missing."""
    if file is not None:
        source = replace(source, title=source.title.strip() or file.name)
    checked = _checked(source)
    with uow.writing() as session:
        if not arriving.about_source(session, claim_id, actor, seen, "attach", lambda row: _is_this(row, checked)):
            editing.under_change(session, claim_id, actor, seen, uow.now, _plain(checked), _nothing_yet)
            put_on(session, claim_id, checked, actor, uow.now, file)
            jobs.signal(session, f"claim:{claim_id}")
    return claims.sheet(uow, claim_id, actor)


def _is_this(row: Source, source: NewSource) -> bool:
    """Whether the row is what this form attached. What a report gives it is not in the form."""
    given = {name: value for name, value in asdict(source).items() if value != "" or source.report_id is None}
    return row.removed_at is None and all(getattr(row, name) == value for name, value in given.items())


def put_on(
    session: Session, claim_id: int, source: NewSource, actor: Actor, now: datetime, file: UploadedFile | None = None
) -> None:
    """Attach a source in a transaction in which the claim may be changed, and write it into the history."""
    checked = _checked(source)
    row = Source(**asdict(checked), claim_id=claim_id, added_by_id=actor.id, added_by=actor.name, added_at=now)
    if checked.report_id is not None:
        _fill_from_report(session, claim_id, row)
    if file is not None:
        row.kept_sha256, row.kept_text, row.kept_name, row.kept_at = file.sha256, file.text, file.name, now
    session.add(row)
    session.flush()
    if keeping.wanted(row):
        jobs.enqueue(session, ArchiveSource, row.id or 0, now)
    data = {
        "source": row.id,
        "title": row.title,
        "url": row.url,
        "stance": row.stance.value,
        "kind": row.kind.value,
    }
    history.append(session, f"claim:{claim_id}", "attach", actor, now, data=data)


def _nothing_yet(claim: Claim) -> None:
    """A source that is being attached has nothing on the claim to be compared with."""


def attach_report(
    uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, report_id: int, stance: Stance, kind: SourceKind
) -> ClaimSheet:
    """Attach a report with its address, the passage that answers the claim and the kept copy."""
    source = NewSource(medium=Medium.WEB, stance=stance, kind=kind, report_id=report_id)
    return attach(uow, claim_id, actor, seen=seen, source=source)


def _fill_from_report(session: Session, claim_id: int, row: Source) -> None:
    found = rows.report(session, row.report_id or 0)
    if found is None or found[0].claim_id != claim_id:
        raise NotFound("There is no such report for this claim.")
    report, page = found
    if any(source.report_id == report.id for source in rows.sources(session, claim_id)):
        raise Refused("attached", "This report is attached already.")
    row.url, row.title, row.outlet = page.url, page.title or page.url, page.outlet
    claim = claims.existing(session, claim_id)
    is_suggested = report.stance is row.stance and stances.is_read(claim, report, page)
    start, end = (
        (report.stance_start, report.stance_end) if is_suggested else (report.passage_start, report.passage_end)
    )
    row.passage = row.passage or page.text[start:end]
    row.kept_sha256, row.kept_at = page.kept_sha256, page.fetched_at


def _checked(source: NewSource, known_url: str = "") -> NewSource:
    """The source with its texts trimmed; Invalid when what its medium needs is missing.

    `known_url` is the address that the desk itself gave it: that of a report may be in the desk's own archive.
    """
    clean = replace(
        source,
        url=source.url.strip(),
        title=" ".join(source.title.split())[:1000],
        outlet=" ".join(source.outlet.split())[:1000],
        passage=source.passage.strip()[:TEXT_MOST],
        note=source.note.strip()[:TEXT_MOST],
        withheld_reason=source.withheld_reason.strip()[:TEXT_MOST],
    )
    from_report = clean.report_id is not None  # then address and title are those of the report
    needed = clean.url or (clean.medium is Medium.WEB and not from_report)
    if needed and not (known_url and clean.url == known_url):
        clean = replace(clean, url=checked_address(clean.url))
    if clean.medium is Medium.WEB:
        clean = replace(clean, title=clean.title or clean.url)
    if not clean.title and not from_report:
        raise Invalid("title", "missing", "Say what the %(medium)s is: who or what, and when.", medium=clean.medium)
    if clean.withheld and len(clean.withheld_reason) < 3:
        raise Invalid("withheld_reason", "missing", "Say why this source is withheld; only the desk sees it.")
    return clean


def _plain(source: NewSource) -> dict[str, Any]:
    return {key: getattr(value, "value", value) for key, value in asdict(source).items()}


def detach(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, source_id: int) -> ClaimSheet:
    """Take a source off the claim; it stays in the history and in the findings that sealed it."""
    with uow.writing() as session:
        if not arriving.about_source(session, claim_id, actor, seen, "detach", lambda row: row.id == source_id):
            editing.under_change(session, claim_id, actor, seen, uow.now, {"source": source_id})
            take_off(session, claim_id, source_id, actor, uow.now)
            jobs.signal(session, f"claim:{claim_id}")
    return claims.sheet(uow, claim_id, actor)


def take_off(session: Session, claim_id: int, source_id: int, actor: Actor, now: datetime) -> None:
    """Detach a source in a transaction in which the claim may be changed, and write it into the history."""
    row = _source(session, claim_id, source_id)
    row.removed_at = now
    data = {"source": source_id, "title": row.title, "url": row.url}
    history.append(session, f"claim:{claim_id}", "detach", actor, now, data=data)


CHANGEABLE = frozenset(
    {"stance", "kind", "title", "outlet", "passage", "note", "withheld", "withheld_reason", "url", "medium"}
)


def change_source(
    uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, source_id: int, changes: Mapping[str, Any]
) -> ClaimSheet:
    """Change a source's stance, kind, passage, note, or whether it is withheld and why."""
    _refuse_unknown(changes)

    def is_so(row: Source) -> bool:
        return row.id == source_id and all(getattr(row, name) == value for name, value in changes.items())

    with uow.writing() as session:
        if not arriving.about_source(session, claim_id, actor, seen, "change source", is_so):
            editing.under_change(
                session,
                claim_id,
                actor,
                seen,
                uow.now,
                changes,
                lambda claim: rows.source(session, claim_id, source_id),
            )
            row = _source(session, claim_id, source_id)
            _note_change(session, row, _change(row, changes), actor, uow.now)
            jobs.signal(session, f"claim:{claim_id}")
    return claims.sheet(uow, claim_id, actor)


def rewrite(
    session: Session, claim_id: int, source_id: int, changes: Mapping[str, Any], actor: Actor, now: datetime
) -> dict[str, list[Any]]:
    """Change a source in a transaction in which the claim may be changed; what really changed, also in the history."""
    _refuse_unknown(changes)
    row = _source(session, claim_id, source_id)
    done = _change(row, changes)
    if done:
        _note_change(session, row, done, actor, now)
    return done


def _refuse_unknown(changes: Mapping[str, Any]) -> None:
    unknown = sorted(changes.keys() - CHANGEABLE)
    if unknown:
        raise Invalid(
            unknown[0], "unknown_field", "A source has no %(unknown)s that can be changed.", unknown=unknown[0]
        )


def _note_change(session: Session, row: Source, done: dict[str, list[Any]], actor: Actor, now: datetime) -> None:
    if "url" in done:
        _keep_anew(session, row, now)
    data = {"source": row.id, "changes": done}
    history.append(session, f"claim:{row.claim_id}", "change source", actor, now, data=data)


def _keep_anew(session: Session, row: Source, now: datetime) -> None:
    """Another address is another page: the copy of the first is no copy of it."""
    row.kept_sha256, row.kept_text, row.kept_warc, row.kept_problem, row.kept_at = "", "", "", "", None
    row.stamp, row.stamped_by, row.stamp_problem, row.stamped_at = "", "", "", None
    watching.forget(session, row.id or 0)
    public_archives.forget(session, row.id or 0)
    if keeping.wanted(row):
        jobs.enqueue(session, ArchiveSource, row.id or 0, now)


def _change(row: Source, changes: Mapping[str, Any]) -> dict[str, list[Any]]:
    known = {name: getattr(row, name) for name in NewSource.__dataclass_fields__}
    checked = _checked(replace(NewSource(**known), **_typed(changes)), row.url if row.report_id else "")
    done: dict[str, list[Any]] = {}
    for name, after in asdict(checked).items():
        if known[name] != after:
            done[name] = [getattr(known[name], "value", known[name]), getattr(after, "value", after)]
            setattr(row, name, after)
    return done


def _typed(changes: Mapping[str, Any]) -> dict[str, Any]:
    words = {"stance": Stance, "kind": SourceKind, "medium": Medium}
    typed = dict(changes)
    for name, enum in words.items():
        if name in typed:
            try:
                typed[name] = enum(typed[name])
            except ValueError as error:
                raise Invalid(name, "unknown", "%(typed)s is no %(name)s.", typed=typed[name], name=name) from error
    return typed


def _source(session: Session, claim_id: int, source_id: int) -> Source:
    row = rows.source(session, claim_id, source_id)
    if row is None:
        raise NotFound("There is no such source on this claim.")
    return row
