"""The demo is loaded into a desk with real workers and a real press; broken off, it goes on; twice, nothing changes."""

from collections import Counter

import pytest

from factcheck.domain.evidence import AskStatus, Medium
from factcheck.domain.fetching import FetchProblem
from factcheck.domain.review import Stage, Verdict
from factcheck.domain.sheets import ClaimSheet
from factcheck.domain.watching import ALARMING, WatchState
from factcheck.services import claims, evidence, people, signing_in
from factcheck.up import demo as demos
from seeds.engine import TITLE
from seeds.press_server import moved
from tests.seeds.conftest import DAY, READER, SCRIPT, Demo
from tests.seeds.test_demo import DEMO as SCRIPT_AS_WRITTEN
from tests.seeds.test_demo import stages
from tests.servers import until


def of(demo: Demo, statement: str) -> ClaimSheet:
    return next(sheet for sheet in demo.claims() if sheet.row.statement == statement)


def as_its_checker(demo: Demo, sheet: ClaimSheet) -> ClaimSheet:
    """The claim as who works on it in the script sees it: an open second opinion hides much from others."""
    story = next((each for each in SCRIPT.stories if each.statement == sheet.row.statement), None)
    if story is None:
        return sheet
    email = next(person.email for person in SCRIPT.people if person.key == story.steps[0].by)
    return claims.sheet(demo.desk.unit(), sheet.row.id, people.by_email(demo.desk.unit(), email)[1])


def told(words: str) -> list[str]:
    """What `factcheck up` tells of the loader's words, whether or not all of it was loaded."""
    return demos.Demo(0, "").loaded(words).sign_ins.splitlines()


def test_without_workers_it_says_so_and_ends(alone: tuple[int, str]) -> None:
    code, words = alone
    assert code == 1
    assert "Nothing has happened for 1 s, with 0 of 10 feeds read" in words
    assert "Traceback" not in words
    assert [line.split()[0] for line in told(words)] == ["admin", "checker", "editor"]


def test_every_claim_of_the_script_ends_where_the_script_ends(loaded: tuple[Demo, str]) -> None:
    demo, _ = loaded
    ends = Counter(stages(claim)[-1] for claim in SCRIPT_AS_WRITTEN["claim"])
    there = Counter(sheet.row.stage for sheet in demo.claims())
    assert {stage: there[stage] for stage in Stage if stage is not Stage.QUEUED} == ends
    assert there[Stage.QUEUED] > 50


def test_what_is_public_has_every_verdict(loaded: tuple[Demo, str]) -> None:
    demo, _ = loaded
    public = [sheet.findings[sheet.public_finding - 1] for sheet in demo.claims() if sheet.public_finding]
    assert {finding.verdict for finding in public} == set(Verdict)


def test_a_statement_is_corrected_before_anything_is_done_with_the_claim(loaded: tuple[Demo, str]) -> None:
    demo, _ = loaded
    statements = {sheet.row.statement for sheet in demo.claims()}
    assert {story.statement for story in SCRIPT.stories if story.statement} <= statements


def test_nothing_is_done_twice_after_it_was_broken_off(loaded: tuple[Demo, str]) -> None:
    demo, _ = loaded
    for story in SCRIPT.stories:
        if not story.statement:
            continue
        sheet = as_its_checker(demo, of(demo, story.statement))
        by_the_way = {"found", "add", "edit", "open", "alert", "ask opinion", "take opinion"}
        done = Counter(line.what for line in sheet.history if line.what not in by_the_way)
        assert done == Counter(step.do for step in story.steps if step.do not in {"draft", "open"})


def test_what_the_workers_found_is_attached_as_a_report(loaded: tuple[Demo, str]) -> None:
    demo, _ = loaded
    pages = [source for sheet in demo.claims() for source in sheet.sources if source.medium is Medium.WEB]
    found = [source for source in pages if source.report_id]
    assert len(found) >= 0.75 * len(pages)
    assert all(source.kept for source in found)


def test_who_copies_the_agency_is_of_one_origin_with_it_and_who_contradicts_is_not(loaded: tuple[Demo, str]) -> None:
    demo, _ = loaded
    claim = of(demo, "At least 37 people were killed in the Orle flood and 12 are missing.")
    found = evidence.sheet(demo.desk.unit(), claim.row.id, READER)
    origin = {report.outlet: origin.label for origin in found.origins for report in origin.reports}
    assert origin["Corvane News Agency"] == origin["Orle Valley Gazette"] != origin["Velmark Public Radio"]


@pytest.mark.parametrize("problem", [FetchProblem.ROBOTS, FetchProblem.GONE, FetchProblem.TOO_SLOW])
def test_the_forbidden_page_the_dead_link_and_the_page_that_takes_too_long_are_told(
    loaded: tuple[Demo, str], problem: FetchProblem
) -> None:
    demo, _ = loaded

    def told() -> str:
        sheets = [evidence.sheet(demo.desk.unit(), sheet.row.id, READER) for sheet in demo.claims()]
        return "; ".join(trouble.problem for sheet in sheets for trouble in sheet.troubles)

    until(lambda: problem.value in told(), 60, problem.name)  # the loader does not wait for who takes too long


def test_the_ledger_shows_every_way_in_which_asking_an_outlet_may_end(loaded: tuple[Demo, str]) -> None:
    demo, _ = loaded
    sheets = [evidence.sheet(demo.desk.unit(), sheet.row.id, READER) for sheet in demo.claims()]
    asks = [ask for sheet in sheets for ask in sheet.asks]
    assert {ask.status for ask in asks} == set(AskStatus)
    [(who, problem)] = {(ask.provider, ask.problem) for ask in asks if ask.status is AskStatus.ERROR}
    assert who == moved(demo.first_port).name
    assert problem.startswith(FetchProblem.GONE.value)
    engine = {(ask.status, ask.problem) for ask in asks if ask.provider == TITLE}
    assert engine == {
        (AskStatus.THROTTLED, FetchProblem.THROTTLED.value),
        (AskStatus.OFF, "its budget of 1 asks a day is used up"),
    }


def test_pages_that_change_silently_put_alerts_on_their_claims(loaded: tuple[Demo, str]) -> None:
    demo, _ = loaded
    sheets = [as_its_checker(demo, sheet) for sheet in demo.claims()]
    said = {sheet.row.statement: {alert.sentence for alert in sheet.alerts} for sheet in sheets}
    pages = {statement: told & set(ALARMING.values()) for statement, told in said.items()}
    assert {statement: told for statement, told in pages.items() if told} == {
        "Observers recorded 212 explosions around Orvesk in one day, a record.": {ALARMING[WatchState.PASSAGE_GONE]},
        "The upper Sarn's lead mines bring in a fifth of Velmark's export earnings.": {ALARMING[WatchState.CORRECTED]},
        "The flood was the highest water the Orle has seen since 1954.": {ALARMING[WatchState.DEAD]},
    }
    archives = [source.archive for sheet in sheets for source in sheet.sources]
    assert {archive.state for archive in archives if archive and archive.state} == set(WatchState)


def test_what_other_desks_checked_is_shown(loaded: tuple[Demo, str]) -> None:
    demo, _ = loaded
    claim = of(demo, "The upper Sarn's lead mines bring in a fifth of Velmark's export earnings.")
    [earlier] = evidence.sheet(demo.desk.unit(), claim.row.id, READER).earlier
    assert (earlier.rating, earlier.publisher) == ("Disputed", "Halvern Fact Desk")
    assert earlier.checked_at
    assert (DAY - earlier.checked_at.date()).days == 122


def test_the_draft_is_there_and_one_source_is_withheld(loaded: tuple[Demo, str]) -> None:
    demo, _ = loaded
    _, jana = people.by_email(demo.desk.unit(), "jana@desk.example")
    number = of(demo, "Patients in Velmark waited 60 days for a planned operation last year.").row.id
    assert claims.sheet(demo.desk.unit(), number, jana).draft.rationale.startswith("Statistics Velmark puts")
    withheld = [source for sheet in demo.claims() for source in sheet.sources if source.withheld]
    assert [bool(source.withheld_reason) for source in withheld] == [True]


def test_it_says_who_can_sign_in_and_they_can(loaded: tuple[Demo, str]) -> None:
    demo, words = loaded
    lines = [line.split() for line in told(words)]
    assert [role for role, _, _ in lines] == ["admin", "checker", "editor"]
    for _, email, password in lines:
        assert signing_in.sign_in(demo.desk.unit(), demo.desk.passwords, email, password, address="", browser="")


def test_loading_again_changes_nothing(loaded: tuple[Demo, str]) -> None:
    demo, _ = loaded
    before = demo.everything()
    code, words = demo.load()
    assert code == 0, words
    assert demo.everything() == before
