"""Plug-ins as an admin runs them, and the splitter that an article gets, on both databases."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text as sql

from factcheck.adapters.sealing import FernetSealer
from factcheck.config import Settings
from factcheck.domain.articles import Incoming
from factcheck.domain.errors import Invalid, NotAllowed, NotFound, OutOfDate, Refused
from factcheck.domain.plugins import PlugInSheet
from factcheck.services import articles, history, plugins, splitters, splitting, trials
from factcheck.services.plugins import Plugged
from factcheck.store import plugins as rows
from factcheck.wiring import Desk
from tests.conftest import SetClock
from tests.elsewhere import Answer, Elsewhere, as_json, claim, completion, desk_beside, elsewhere, html
from tests.services.conftest import Newsroom
from tests.services.fakes import EverySentence, Installed

NAME = "language-model"
HUSH = "sk-hush-0123456789"
TEXT = "The pier is closed. The mayor counted 41 cracks in it."
GOOD = completion({"claims": [claim("The mayor counted 41 cracks", claimant="the mayor")]})


@dataclass
class Model:
    """A newsroom beside a language model."""

    newsroom: Newsroom
    server: Elsewhere

    @property
    def desk(self) -> Desk:
        return self.newsroom.desk

    @property
    def plugged(self) -> Plugged:
        return self.desk.plugged

    def sheet(self) -> PlugInSheet:
        return plugins.sheet(self.newsroom.unit(), self.plugged, NAME, self.newsroom.boss)

    def change(self, forget: tuple[str, ...] = (), *, seen: int | None = None, **more: str) -> PlugInSheet:
        given = {"address": f"{self.server.url}/v1", "model": "tide-7b", "key": HUSH} | more
        version = self.sheet().version if seen is None else seen
        return plugins.change(
            self.newsroom.unit(), self.plugged, NAME, self.newsroom.boss, seen=version, given=given, forget=forget
        )

    def switch(self, on: bool = True) -> PlugInSheet:
        seen = self.sheet().version
        return plugins.switch(self.newsroom.unit(), self.plugged, NAME, self.newsroom.boss, seen=seen, on=on)

    def split(self, text: str = TEXT) -> Any:
        """The sheet of an article that has just been split as the workers do it."""
        desk = self.desk
        splitter = splitters.ChosenSplitter(desk.unit, self.plugged, lambda: desk.caller, EverySentence())
        received = articles.receive(desk.unit(), Incoming(text, "The news", "Herald"), self.newsroom.jana)
        splitting.split_article(desk.unit, splitter, received.article_id)
        return articles.sheet(desk.unit(), received.article_id, self.newsroom.jana)


@pytest.fixture
def server() -> Iterator[Elsewhere]:
    with elsewhere() as server:
        yield server


@pytest.fixture
def desk(settings: Settings, clock: SetClock, server: Elsewhere) -> Iterator[Desk]:
    with desk_beside(server, settings, clock) as desk:
        yield desk


@pytest.fixture
def model(room: Newsroom, server: Elsewhere) -> Model:
    server.says(GOOD)
    return Model(room, server)


# --- What an admin does ---------------------------------------------------------------------------


def test_everything_is_off_and_nothing_is_sent(model: Model) -> None:
    assert not model.sheet().on
    sheet = model.split()
    assert len(sheet.claims) == 2
    assert sheet.note == ""
    model.change()
    model.split("Another text. With two sentences.")
    assert not model.server.asked
    assert plugins.leaving(model.newsroom.unit(), model.plugged) == []


def test_only_admins_run_plug_ins(model: Model) -> None:
    unit, plugged = model.newsroom.unit(), model.plugged
    for actor in (model.newsroom.jana, model.newsroom.eva, model.newsroom.max):
        for act in (
            lambda actor=actor: plugins.sheets(unit, plugged, actor),
            lambda actor=actor: plugins.sheet(unit, plugged, NAME, actor),
            lambda actor=actor: plugins.change(unit, plugged, NAME, actor, seen=0, given={}),
            lambda actor=actor: plugins.switch(unit, plugged, NAME, actor, seen=0, on=True),
            lambda actor=actor: trials.try_out(unit, plugged, model.desk.caller, NAME, actor),
            lambda actor=actor: history.lines(unit, f"plugin:{NAME}", actor),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert not model.server.asked


def test_a_secret_is_written_and_never_read(model: Model) -> None:
    model.change()
    (line,) = [line for line in model.sheet().lines if line.field.name == "key"]
    assert (line.value, line.set_at) == ("", model.newsroom.clock.now)
    with model.newsroom.unit().reading() as session:
        kept = session.execute(sql("SELECT settings, secrets FROM plug_in")).all()
        told = session.execute(sql("SELECT note, data FROM history WHERE subject LIKE 'plugin:%'")).all()
    assert HUSH not in f"{kept} {told} {model.sheet()}"
    assert len(told) == 1


def test_a_secret_left_blank_stays_and_one_taken_out_is_gone(model: Model) -> None:
    model.change()
    model.change(key="", model="tide-8b")
    model.switch()
    model.split()
    assert model.server.asked[-1].headers["authorization"] == f"Bearer {HUSH}"
    assert model.server.asked[-1].json["model"] == "tide-8b"
    model.change(key="", forget=("key",))
    model.split("Another text. With two sentences.")
    assert "authorization" not in model.server.asked[-1].headers


def test_the_history_says_who_changed_which_fields_and_where_it_leads(model: Model) -> None:
    model.change()
    model.switch()
    model.change(key="", seconds="30")
    model.switch(on=False)
    lines = history.lines(model.newsroom.unit(), f"plugin:{NAME}", model.newsroom.boss)
    assert [(line.who, line.what) for line in reversed(lines)] == [
        ("Boss", "settings changed"), ("Boss", "switched on"), ("Boss", "settings changed"), ("Boss", "switched off"),
    ]  # fmt: skip
    assert "Time-out in seconds" in lines[1].note
    assert "API key (set)" in lines[3].note
    assert all(model.server.pair in line.note and HUSH not in line.note for line in lines)
    assert history.verify(model.newsroom.unit(), model.desk.settings.key) == []


def test_what_is_not_set_up_cannot_be_switched_on(model: Model) -> None:
    with pytest.raises(Invalid, match="Address of the server: it is needed"):
        model.switch()
    assert (model.sheet().on, model.sheet().version) == (False, 0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"address": "ftp://x"}, "address"), ({"seconds": "900"}, "seconds"), ({"key": "two words"}, "key"),
     ({"key": "schlüssel"}, "key"), ({"model": ""}, "model")],
)  # fmt: skip
def test_what_is_wrong_changes_nothing(model: Model, wrong: dict[str, str], field: str) -> None:
    before = model.change()
    with pytest.raises(Invalid) as refused:
        model.change(**wrong)
    assert refused.value.field == field
    assert model.sheet() == before


def test_a_stale_form_is_told_so(model: Model) -> None:
    model.change()
    with pytest.raises(OutOfDate) as refused:
        model.change(seen=0, model="other")
    assert HUSH not in f"{refused.value.yours} {refused.value.theirs} {refused.value}"
    assert refused.value.theirs["model"] == "tide-7b"


def test_a_plug_in_that_is_not_installed_is_not_found(model: Model) -> None:
    with pytest.raises(NotFound):
        plugins.sheet(model.newsroom.unit(), model.plugged, "no-such", model.newsroom.boss)


def test_the_pages_can_say_whither_it_goes_since_when_and_by_whom(model: Model) -> None:
    model.change()
    model.switch()
    (leaving,) = plugins.leaving(model.newsroom.unit(), model.plugged)
    assert leaving.destination == f"{model.server.pair} (model tide-7b)"
    assert (leaving.by, leaving.since) == ("Boss", model.newsroom.clock.now)


@pytest.mark.parametrize("answer", [GOOD, html(), as_json({}, 401)])  # the words of GOOD stand in another text
def test_a_test_sends_an_invented_text_and_says_what_is_wrong(model: Model, answer: Answer) -> None:
    model.change()
    model.server.says(answer)
    tried = trials.try_out(model.newsroom.unit(), model.plugged, model.desk.caller, NAME, model.newsroom.boss)
    assert not tried.well
    assert model.sheet().problem
    assert splitters.TRIAL.text in model.server.asked[0].json["messages"][1]["content"]


def test_a_test_that_went_well_clears_the_last_problem(model: Model) -> None:
    model.change()
    for answer, well in ((html(), False), (completion({"claims": [claim("The ferry to Osthaven carried 212")]}), True)):
        model.server.says(answer)
        tried = trials.try_out(model.newsroom.unit(), model.plugged, model.desk.caller, NAME, model.newsroom.boss)
        assert tried.well is well
    assert (model.sheet().problem, model.sheet().asks) == ("", 2)


# --- What an article gets -------------------------------------------------------------------------


def test_the_model_splits_while_it_is_on(model: Model) -> None:
    model.change()
    model.switch()
    sheet = model.split()
    assert [(row.statement, row.claimant) for row in sheet.claims] == [("The mayor counted 41 cracks", "the mayor")]
    assert sheet.note == f"split by the model at {model.server.pair} (model tide-7b)"
    (entry, *_) = history.lines(model.newsroom.unit(), f"article:{sheet.id}", model.newsroom.jana)
    assert model.server.pair in entry.note
    model.switch(on=False)
    model.split("Another text. With two sentences.")
    assert len(model.server.asked) == 1


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (as_json({}, 401), "refuses the desk"),
        (as_json({}, 429, Retry_After="60"), "asks the desk to wait"),
        (as_json({}, 500), "has an error of its own"),
        (html(), "its answer is not JSON"),
        (completion(None, refusal="No."), "it refused to answer"),
        (completion({"claims": [claim("The mayor counted 14 cracks")]}), "none of its 1 claims stand"),
    ],
)
def test_where_the_model_gives_nothing_usable_the_desk_splits_and_says_so(
    model: Model, answer: Answer, why: str
) -> None:
    model.change()
    model.switch()
    model.server.says(answer)
    sheet = model.split()
    assert len(sheet.claims) == 2
    assert sheet.status.value == "ready"
    assert sheet.note.startswith(f"split by the desk's own rules: the model at {model.server.pair}")
    assert why in sheet.note
    assert model.sheet().problem


def test_a_model_that_asks_to_wait_is_left_alone(model: Model) -> None:
    model.change()
    model.switch()
    model.server.says(as_json({}, 429, Retry_After="60"), GOOD)
    model.split()
    assert "wants to be left alone until" in model.split("Another text. With two sentences.").note
    assert len(model.server.asked) == 1
    assert (model.sheet().asks, model.sheet().used) == (1, len(TEXT))


def test_an_article_over_the_bound_is_not_sent(model: Model) -> None:
    model.change(per_article="200")
    model.switch()
    assert "at most 200 are sent" in model.split("A short sentence. " * 20).note
    assert not model.server.asked


def test_the_budget_of_a_day_is_kept_and_begins_anew(model: Model) -> None:
    model.change(per_day=str(len(TEXT) + 10))
    model.switch()
    model.split()
    assert "today's budget" in model.split("Another text. With two sentences.").note
    assert (len(model.server.asked), model.sheet().used) == (1, len(TEXT))
    model.newsroom.clock.forward(timedelta(days=1))
    model.server.says(completion({"claims": [claim("A third text.")]}))
    assert "split by the model" in model.split("A third text. With two sentences.").note


def test_a_key_sealed_under_another_secret_key_is_not_used(model: Model) -> None:
    model.change()
    model.switch()
    moved = replace(model.plugged, sealer=FernetSealer(b"the key of a new installation"))
    splitter = splitters.ChosenSplitter(model.desk.unit, moved, lambda: model.desk.caller, EverySentence())
    received = articles.receive(model.newsroom.unit(), Incoming(TEXT, "The news", "Herald"), model.newsroom.jana)
    splitting.split_article(model.desk.unit, splitter, received.article_id)
    assert "Set the key again" in articles.sheet(model.newsroom.unit(), received.article_id, model.newsroom.jana).note
    assert not model.server.asked


def test_many_at_once_never_overdraw_a_budget(model: Model) -> None:
    taken: list[bool] = []

    def take() -> None:
        for _ in range(5):
            with model.newsroom.unit().writing() as session:
                taken.append(rows.use_up(session, NAME, model.newsroom.clock.now.date(), 10, 75))

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 7
    with model.newsroom.unit().reading() as session:
        assert rows.day(session, NAME, model.newsroom.clock.now.date()) == (7, 70)


def test_the_key_is_in_no_log(model: Model, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    model.change()
    model.switch()
    for answer in (GOOD, as_json({"error": HUSH}, 401), html()):
        model.server.says(answer)
        model.split(f"A text with {len(model.server.asked)} in it. The mayor counted 41 cracks.")
    assert len(model.server.asked) == 3
    assert "POST" in caplog.text
    assert HUSH not in caplog.text


def test_an_error_of_a_stranger_s_code_loses_no_article(model: Model) -> None:
    class Broken:
        def destination(self, settings: Any) -> str:
            return ""

        def most_characters(self, settings: Any) -> int:
            return 1000

        def splitter(self, settings: Any, caller: Any) -> Any:
            raise KeyError("claims")

    declared = replace(model.plugged.plugins.named(NAME), itself=Broken())

    model.change()
    model.switch()
    splitter = splitters.ChosenSplitter(
        model.desk.unit,
        replace(model.plugged, plugins=Installed((declared,))),
        lambda: model.desk.caller,
        EverySentence(),
    )
    received = articles.receive(model.newsroom.unit(), Incoming(TEXT, "The news", "Herald"), model.newsroom.jana)
    splitting.split_article(model.desk.unit, splitter, received.article_id)
    sheet = articles.sheet(model.newsroom.unit(), received.article_id, model.newsroom.jana)
    assert len(sheet.claims) == 2
    assert "has an error" in sheet.note


def test_one_splitter_at_a_time(model: Model) -> None:
    first = model.plugged.plugins.named(NAME)
    both = replace(model.plugged, plugins=Installed((first, replace(first, name="other", title="Another model"))))
    unit, boss = model.newsroom.unit(), model.newsroom.boss
    given = {"address": f"{model.server.url}/v1", "model": "m"}
    model.change()
    model.switch()
    plugins.change(unit, both, "other", boss, seen=0, given=given)
    with pytest.raises(Refused, match="switch it off first"):
        plugins.switch(unit, both, "other", boss, seen=1, on=True)
