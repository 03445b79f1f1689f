"""Who suggests stances: a model from outside while it is on, and the desk's own cues where it gives nothing usable."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from factcheck.config import Settings
from factcheck.domain.errors import Refused
from factcheck.domain.evidence import Stance
from factcheck.domain.jobs import SuggestStances
from factcheck.domain.plugins import PlugInKind, PlugInSheet
from factcheck.domain.sheets import ReportSheet
from factcheck.domain.stances import StanceFinder, Suggestion
from factcheck.services import evidence, plugins, stances, trials
from factcheck.services.stance_finders import ChosenStances
from factcheck.store.tables import JobRow, Page, Report
from factcheck.wiring import Desk
from tests.conftest import SetClock
from tests.elsewhere import Answer, Elsewhere, as_json, completion, desk_beside, elsewhere, html
from tests.services.conftest import Newsroom
from tests.services.fakes import Installed

NAME = "stance-model"
TEXT = "Ferries run as usual. The northern pier is not closed, the harbour office said."
SENTENCE = "The northern pier is not closed, the harbour office said."


class Cues:
    """The desk's own finder, with one opinion about everything."""

    def suggest(
        self, statement: str, claimant: str, text: str, *, outlet: str = "", language: str = ""
    ) -> Suggestion | None:
        return Suggestion(Stance.CONTEXT, 0, 21, "same subject")


def says(stance: str = "refutes", passage: str = SENTENCE) -> Answer:
    return completion({"stance": stance, "passage": passage, "why": "it is open"})


@dataclass
class Model:
    """A newsroom beside a language model, with a claim that has reports."""

    newsroom: Newsroom
    server: Elsewhere
    claim: int

    @property
    def desk(self) -> Desk:
        return self.newsroom.desk

    @property
    def finder(self) -> StanceFinder:
        return ChosenStances(self.desk.unit, self.desk.plugged, lambda: self.desk.caller, Cues)

    def sheet(self) -> PlugInSheet:
        return plugins.sheet(self.newsroom.unit(), self.desk.plugged, NAME, self.newsroom.boss)

    def switch_on(self, **more: str) -> None:
        unit, plugged, boss = self.newsroom.unit(), self.desk.plugged, self.newsroom.boss
        given = {"address": f"{self.server.url}/v1", "model": "tide-7b", "key": "sk-hush"} | more
        kept = plugins.change(unit, plugged, NAME, boss, seen=self.sheet().version, given=given)
        plugins.switch(unit, plugged, NAME, boss, seen=kept.version, on=True)

    def reports(self, *texts: str) -> None:
        with self.newsroom.unit().writing() as session:
            for number, text in enumerate(texts):
                page = Page(url=f"https://echo.example/{number}", title="Pier", outlet="Echo", text=text)
                page.fetched_at = self.newsroom.clock.now
                session.add(page)
                session.flush()
                row = Report(claim_id=self.claim, page_id=page.id or 0, provider="feed", score=0.9)
                row.passage_start, row.passage_end, row.found_at = 0, 5, self.newsroom.clock.now
                session.add(row)

    def suggested(self, **more: float) -> list[ReportSheet]:
        """What the pane shows once a worker has read the reports."""
        stances.suggest(self.newsroom.unit, self.finder, self.claim, **more)
        return list(evidence.sheet(self.newsroom.unit(), self.claim, self.newsroom.jana).reports)


@pytest.fixture
def server() -> Iterator[Elsewhere]:
    with elsewhere() as server:
        server.says(says())
        yield server


@pytest.fixture
def desk(settings: Settings, clock: SetClock, server: Elsewhere) -> Iterator[Desk]:
    with desk_beside(server, settings, clock) as desk:
        yield desk


@pytest.fixture
def model(room: Newsroom, server: Elsewhere) -> Model:
    return Model(room, server, room.claim())


def test_everything_is_off_and_nothing_is_sent(model: Model) -> None:
    model.reports(TEXT)
    [report] = model.suggested()
    assert (report.suggested, report.suggested_why) == (Stance.CONTEXT, "same subject")
    assert not model.server.asked
    assert (model.sheet().kind, model.sheet().on) == (PlugInKind.STANCE, False)


def test_the_model_suggests_while_it_is_on(model: Model) -> None:
    model.switch_on()
    model.reports(TEXT)
    [report] = model.suggested()
    assert (report.suggested, report.suggested_passage) == (Stance.REFUTES, SENTENCE)
    assert report.suggested_why == "it is open (model tide-7b)"
    assert model.sheet().used == len("The northern pier is closed.") + len(TEXT)


def test_the_pages_can_say_whither_claims_and_reports_go(model: Model) -> None:
    assert plugins.leaving(model.newsroom.unit(), model.desk.plugged) == []
    model.switch_on()
    [leaving] = plugins.leaving(model.newsroom.unit(), model.desk.plugged)
    assert (leaving.kind, leaving.destination) == (PlugInKind.STANCE, f"{model.server.pair} (model tide-7b)")


def test_a_model_that_is_unsure_is_not_overruled_by_the_cues(model: Model) -> None:
    model.switch_on()
    model.server.says(says("none", ""))
    model.reports(TEXT)
    assert model.suggested()[0].suggested is None


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (as_json({}, 401), "refuses the desk"),
        (as_json({}, 500), "has an error of its own"),
        (html(), "its answer is not JSON"),
        (completion(None, refusal="No."), "it refused to answer"),
        (says(passage="The northern pier is open."), "do not stand in the report"),
    ],
)
def test_where_the_model_gives_nothing_usable_the_cues_are_asked_and_it_is_said(
    model: Model, answer: Answer, why: str
) -> None:
    model.switch_on()
    model.server.says(answer)
    model.reports(TEXT)
    [report] = model.suggested()
    assert report.suggested is Stance.CONTEXT
    assert report.suggested_why.startswith("same subject (by the desk's own cues: the model at 127.0.0.1")
    assert why in report.suggested_why
    assert why in model.sheet().problem
    assert "hush" not in report.suggested_why + model.sheet().problem


def test_a_report_over_the_bound_is_not_sent(model: Model) -> None:
    model.switch_on(per_report="200")
    model.reports(TEXT + " It rained." * 30)
    assert "at most 200 are sent" in model.suggested()[0].suggested_why
    assert not model.server.asked


def test_the_budget_of_a_day_is_kept_and_begins_anew(model: Model) -> None:
    model.switch_on(per_day=str(len("The northern pier is closed.") + len(TEXT)))
    model.reports(TEXT, TEXT)
    first, second = model.suggested()
    assert "(model tide-7b)" in first.suggested_why
    assert "today's budget" in second.suggested_why
    assert len(model.server.asked) == 1
    model.newsroom.clock.forward(timedelta(days=1))
    assert model.sheet().used == 0


def test_what_was_read_is_asked_once_and_a_slow_finder_goes_on_in_another_job(model: Model) -> None:
    model.switch_on()
    model.reports(TEXT, TEXT, TEXT)
    assert sum(report.suggested is not None for report in model.suggested(per_run=0)) == 1
    with model.newsroom.unit().reading() as session:
        waiting = session.exec(select(JobRow).where(JobRow.name == SuggestStances.name)).all()
    assert [job.subject_id for job in waiting] == [model.claim]
    assert all(report.suggested for report in model.suggested())
    model.suggested()
    assert len(model.server.asked) == 3


def test_a_stranger_s_code_may_fail_in_any_way(model: Model) -> None:
    class Broken:
        def destination(self, settings: Any) -> str:
            return ""

        def most_characters(self, settings: Any) -> int:
            return 1000

        def finder(self, settings: Any, caller: Any) -> Any:
            raise KeyError("stance")

    model.switch_on()
    declared = replace(model.desk.plugged.plugins.named(NAME), itself=Broken())
    plugged = replace(model.desk.plugged, plugins=Installed((declared,)))
    found = ChosenStances(model.desk.unit, plugged, lambda: model.desk.caller, Cues).suggest("x", "", TEXT)
    assert found is not None
    assert "has an error" in found.why


def test_one_finder_at_a_time(model: Model) -> None:
    model.switch_on()
    first = model.desk.plugged.plugins.named(NAME)
    both = replace(model.desk.plugged, plugins=Installed((first, replace(first, name="other", title="Another"))))
    given = {"address": f"{model.server.url}/v1", "model": "m"}
    unit, boss = model.newsroom.unit(), model.newsroom.boss
    kept = plugins.change(unit, both, "other", boss, seen=0, given=given)
    with pytest.raises(Refused, match="suggests the stances now"):
        plugins.switch(unit, both, "other", boss, seen=kept.version, on=True)


@pytest.mark.parametrize(
    ("answer", "well", "words"),
    [
        (says("supports", "names 212 people"), True, "the stance of the trial's report is: supports"),
        (says("none", ""), True, "not sure"),
        (html(), False, "not JSON"),
        (as_json({}, 401), False, "refuses the desk"),
    ],
)
def test_the_test_button_sends_an_invented_report(model: Model, answer: Answer, well: bool, words: str) -> None:
    model.switch_on()
    model.server.says(answer)
    unit, boss = model.newsroom.unit(), model.newsroom.boss
    tried = trials.try_out(unit, model.desk.plugged, model.desk.caller, NAME, boss)
    assert (tried.well, words in tried.sentence) == (well, True)
    assert "Ferry service resumes" in model.server.asked[0].json["messages"][1]["content"]
