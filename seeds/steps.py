"""Carries out the script of one claim through the services, as the people whom it names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from factcheck.domain.errors import NotFound
from factcheck.domain.evidence import Medium, NewSource, SourceKind, Stance
from factcheck.domain.opinions import OpinionGiven
from factcheck.domain.people import Actor
from factcheck.domain.review import CorrectionClass, DismissReason, Given, Move, Stage, Verdict
from factcheck.domain.sheets import ClaimSheet
from factcheck.services import attaching, claims, drafts, editing, evidence, leases, opinion_work, review
from factcheck.store.unit import UnitOfWork
from seeds.days import dated
from seeds.press_pages import read_press
from seeds.press_sites import Addresses
from seeds.script import Step, Story


@dataclass(frozen=True, slots=True)
class Printed:
    """A page of the press as a source names it."""

    url: str
    title: str
    outlet: str
    language: str


def printed(today: date, first_port: int) -> dict[str, Printed]:
    """Every page of the press by "outlet:slug", as it is served from `first_port` on."""
    outlets = read_press(today)
    addresses = Addresses(outlets, range(first_port, first_port + len(outlets)))
    return {
        page.ref: Printed(addresses.of(page.ref), page.title, outlet.name, page.language)
        for outlet in outlets
        for page in outlet.pages
    }


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts in the script, the press they read, and the day from which its dates are counted."""

    unit: Callable[[], UnitOfWork]
    people: Mapping[str, Actor]
    press: Mapping[str, Printed]
    today: date

    def sheet(self, claim_id: int, by: str) -> ClaimSheet:
        return claims.sheet(self.unit(), claim_id, self.people[by])


def correct(cast: Cast, claim_id: int, story: Story) -> None:
    """Before anything is done with the claim, its first reader gives it the script's statement and claimant."""
    by = story.steps[0].by
    sheet = cast.sheet(claim_id, by)
    wanted = {"statement": story.statement, "claimant": story.claimant}
    now = {"statement": sheet.row.statement, "claimant": sheet.row.claimant}
    changes = {name: words for name, words in wanted.items() if words and words != now[name]}
    if changes and len(ahead(cast, claim_id, story)) == len(story.steps):
        editing.edit(cast.unit(), claim_id, cast.people[by], seen=sheet.version, changes=changes)


def perform(cast: Cast, claim_id: int, story: Story) -> int:
    """Carry out what of the story has not happened yet; returns how many steps. DeskError when one is refused."""
    left = ahead(cast, claim_id, story)
    for step in left:
        _take_up_again(cast, claim_id, step)
        DOING.get(step.do, _move)(cast, claim_id, step)
    return len(left)


def ahead(cast: Cast, claim_id: int, story: Story) -> list[Step]:
    """The steps that the claim has not behind it, by its history. A draft stands in none: it is there or not."""
    steps = [step for step in story.steps if step.do != "draft" or not _typed(cast, claim_id, step)]
    behind = 0
    for line in reversed(cast.sheet(claim_id, story.steps[0].by).history):
        if behind < len(steps):
            step = steps[behind]
            behind += line.what == step.do and line.who == cast.people[step.by].name
    return steps[behind:]


def _typed(cast: Cast, claim_id: int, step: Step) -> bool:
    return cast.sheet(claim_id, step.by).draft.saved_at is not None


def _take_up_again(cast: Cast, claim_id: int, step: Step) -> None:
    """When the loading was broken off for longer than a lease, the clock has given the claim back."""
    sheet = cast.sheet(claim_id, step.by)
    if sheet.row.stage is Stage.QUEUED and step.do in {"attach", "draft", "submit", "open"}:
        leases.take(cast.unit(), claim_id, cast.people[step.by], seen=sheet.version)


def _move(cast: Cast, claim_id: int, step: Step) -> None:
    sheet = cast.sheet(claim_id, step.by)
    given = Given(
        note=step.words("note"),
        reason=DismissReason(step.given["reason"]) if "reason" in step.given else None,
        assignee=cast.people[step.given["to"]] if "to" in step.given else None,
        verdict=Verdict(step.given["verdict"]) if "verdict" in step.given else None,
        rationale=step.words("rationale"),
        tried=step.words("tried"),
        hash_seen=sheet.latest.content_hash if sheet.latest else "",
        correction=CorrectionClass(step.given["correction"]) if "correction" in step.given else None,
        public_note=step.words("public_note"),
    )
    actor, drawn = cast.people[step.by], bool(step.given.get("drawn"))
    review.move(
        cast.unit(), claim_id, Move(step.do), actor, seen=sheet.version, given=given, drawn=lambda claim_id: drawn
    )


def _open(cast: Cast, claim_id: int, step: Step) -> None:
    leases.open_claim(cast.unit(), claim_id, cast.people[step.by])


def _draft(cast: Cast, claim_id: int, step: Step) -> None:
    known = cast.sheet(claim_id, step.by).draft
    draft = replace(known, verdict=Verdict(step.given["verdict"]), rationale=step.words("rationale"))
    drafts.save_draft(cast.unit(), claim_id, cast.people[step.by], draft=draft)


def _attach(cast: Cast, claim_id: int, step: Step) -> None:
    actor = cast.people[step.by]
    source = _page_source(cast, claim_id, step) if "page" in step.given else _other_source(step)
    attaching.attach(cast.unit(), claim_id, actor, seen=cast.sheet(claim_id, step.by).version, source=source)


def _page_source(cast: Cast, claim_id: int, step: Step) -> NewSource:
    """The report of that page if the workers have found it, else the page by its address."""
    page = cast.press[step.given["page"]]
    found = evidence.sheet(cast.unit(), claim_id, cast.people[step.by])
    reports = {report.url: report.id for origin in found.origins for report in origin.reports if not report.attached}
    return NewSource(
        medium=Medium.WEB,
        stance=Stance(step.given["stance"]),
        kind=SourceKind(step.given["kind"]),
        url=page.url,
        title=page.title,
        outlet=page.outlet,
        passage=dated(step.words("passage"), cast.today, page.language),
        note=step.words("note"),
        report_id=reports.get(page.url),
    )


def _other_source(step: Step) -> NewSource:
    return NewSource(
        medium=Medium(step.given["medium"]),
        stance=Stance(step.given["stance"]),
        kind=SourceKind(step.given["kind"]),
        title=step.words("title"),
        passage=step.words("passage"),
        note=step.words("note"),
        withheld="withheld" in step.given,
        withheld_reason=step.words("withheld"),
    )


def _give_opinion(cast: Cast, claim_id: int, step: Step) -> None:
    asked = cast.sheet(claim_id, step.by).opinion
    if asked is None:
        raise NotFound("Nobody has asked for a second opinion on this claim.")
    held = opinion_work.take(cast.unit(), asked.id, cast.people[step.by])
    given = OpinionGiven(Verdict(step.given["verdict"]), step.words("rationale"), step.words("grounds"))
    opinion_work.send(cast.unit(), asked.id, cast.people[step.by], fence=held.fence, given=given)


DOING: dict[str, Callable[[Cast, int, Step], None]] = {
    "open": _open,
    "draft": _draft,
    "attach": _attach,
    "give opinion": _give_opinion,
}
"""What is no move of the review table."""
