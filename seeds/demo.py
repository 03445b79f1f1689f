"""Loads the demo into a running desk, through its services: `python -m seeds.demo`. Broken off, it goes on."""

import argparse
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from factcheck.config import Settings
from factcheck.domain.articles import ArticleStatus, Incoming
from factcheck.domain.clock import utc_now
from factcheck.domain.errors import DeskError, OutOfDate, Refused
from factcheck.domain.fetching import FetchFailed
from factcheck.domain.people import Actor, Role
from factcheck.domain.review import Stage
from factcheck.domain.sheets import ArticleSheet, PersonSheet
from factcheck.services import articles, claims, editing, evidence, imports, outlets, people, signing_in
from factcheck.wiring import Desk
from seeds import engine, press_server
from seeds.changing import change, tell_press
from seeds.meant import meant, spot
from seeds.patience import STALLED, Patience, Progress, Stalled
from seeds.press_server import FIRST_PORT
from seeds.script import Person, Story, read_script
from seeds.steps import Cast, ahead, correct, perform, printed

LOADER = Actor(None, "the demo", frozenset({Role.ADMIN, Role.EDITOR}))
"""Brings in people, outlets and articles. Everything after that is done by the people."""

Say = Callable[[str], None]


class Loading:
    """One run of the loader. What is there already is left as it is."""

    def __init__(self, desk: Desk, today: date, first_port: int, say: Say, patience: float = STALLED) -> None:
        self.desk = desk
        self.script = read_script(today)
        self.today = today
        self.first_port = first_port
        self.say = say
        self.patience = patience

    def run(self) -> None:
        """Load everything. Stalled when the workers do not do their part."""
        self._add_outlets()
        cast = self.add_people()
        imports.bring_in(self.desk.unit(), LOADER, self.script.checks, "checks.json")
        self._wait(self._feeds_read)
        numbers = {name: self.bring_in(incoming) for name, incoming in self.script.articles.items()}
        self._wait(lambda: self._articles_split(numbers.values()))
        parts = self.casting(cast, numbers)
        for claim_id, story in parts.items():
            self._as_people(correct, cast, claim_id, story)
        self._play(cast, parts)
        self._change_pages(cast, parts)
        self._ask_engine(parts)

    def _ask_engine(self, parts: Collection[int]) -> None:
        """About the first claims that are still worked on."""
        sheets = (claims.sheet(self.desk.unit(), claim_id, LOADER) for claim_id in parts)
        worked_on = [sheet.row.id for sheet in sheets if sheet.row.stage in {Stage.QUEUED, Stage.CHECKING}]
        port, patience = press_server.engine_port(self.first_port), Patience(self.say, self.patience)
        engine.ask(self.desk, LOADER, port, worked_on[: engine.CLAIMS], patience)

    def _change_pages(self, cast: Cast, parts: Mapping[int, Story]) -> None:
        patience = Patience(self.say, self.patience)
        try:
            change(
                cast,
                {claim_id: _who_attached(story) for claim_id, story in parts.items()},
                lambda: tell_press(self.desk.fetcher, self.first_port, patience),
                patience,
            )
        except FetchFailed as failed:
            self.say(f"The press could not be asked to change its pages: {failed}.")

    # --- Bringing in ------------------------------------------------------------------------------

    def _add_outlets(self) -> None:
        known = {outlet.feed_url for outlet in outlets.known(self.desk.unit(), LOADER)}
        for each in (*press_server.outlets(self.first_port), press_server.moved(self.first_port)):
            if each.feed_url not in known:
                outlets.add(self.desk.unit(), LOADER, **asdict(each))

    def add_people(self) -> Cast:
        """The people of the script, able to sign in, and the press they read."""
        known = {sheet.email: sheet for sheet in people.everyone(self.desk.unit(), LOADER)}
        for person in self.script.people:
            sheet = known.get(person.email) or self._add(person)
            if not sheet.has_password:
                signing_in.set_password(self.desk.unit(), self.desk.passwords, sheet.id, person.password, LOADER)
        self.say(f"{len(self.script.people)} people can sign in, for instance\n{sign_ins(self.script.people)}")
        actors = {each.key: people.by_email(self.desk.unit(), each.email)[1] for each in self.script.people}
        return Cast(self.desk.unit, actors, printed(self.today, self.first_port), self.today)

    def _add(self, person: Person) -> PersonSheet:
        return people.add(self.desk.unit(), LOADER, email=person.email, name=person.name, roles=person.roles)[0]

    def bring_in(self, incoming: Incoming) -> int:
        """The article's number. One that is there stays as it is, whatever day it is now."""
        lines, _ = articles.listed(self.desk.unit(), LOADER, q=incoming.title)
        known = [line.id for line in lines if (line.title, line.outlet) == (incoming.title, incoming.outlet)]
        return known[0] if known else articles.receive(self.desk.unit(), incoming, LOADER).article_id

    # --- What the workers do ----------------------------------------------------------------------

    def _wait(self, look: Callable[[], Progress]) -> None:
        Patience(self.say, self.patience).wait(look)

    def _feeds_read(self) -> Progress:
        known = outlets.known(self.desk.unit(), LOADER)
        return Progress("feeds read", sum(bool(outlet.fetched_at or outlet.problem) for outlet in known), len(known))

    def _articles_split(self, numbers: Collection[int]) -> Progress:
        over = {ArticleStatus.READY, ArticleStatus.FAILED}
        sheets = [articles.sheet(self.desk.unit(), number, LOADER) for number in numbers]
        return Progress("articles split", sum(sheet.status in over for sheet in sheets), len(sheets))

    def _ready(self, claim_id: int, story: Story) -> bool:
        """Whether the workers have looked for what the story attaches; what they try again later is not waited for."""
        if not any("page" in step.given for step in story.steps):
            return True
        found = evidence.sheet(self.desk.unit(), claim_id, LOADER)
        later = sum(trouble.again_at is not None for trouble in found.troubles)
        return not found.searching and found.waiting <= later

    # --- What the people do -----------------------------------------------------------------------

    def casting(self, cast: Cast, numbers: Mapping[str, int]) -> dict[int, Story]:
        """Which claim plays which story. What the splitter has not found is added, as a reader would by selecting."""
        parts: dict[int, Story] = {}
        for story in self.script.stories:
            article = articles.sheet(self.desk.unit(), numbers[story.article], LOADER)
            parts[meant(article, story.contains, parts) or self._select(cast, article, story)] = story
        return parts

    def _select(self, cast: Cast, article: ArticleSheet, story: Story) -> int:
        actor, place = cast.people[story.steps[0].by], spot(article, story.contains)
        return editing.add(self.desk.unit(), article.id, actor, fragments=[place]).row.id

    def _play(self, cast: Cast, parts: Mapping[int, Story]) -> None:
        """Each story as soon as the workers have found what there is for its claim."""
        left = {claim_id: story for claim_id, story in parts.items() if ahead(cast, claim_id, story)}
        patience = Patience(self.say, self.patience)
        while left:
            for claim_id in [number for number in left if self._ready(number, left[number])]:
                self._as_people(perform, cast, claim_id, left.pop(claim_id))
            waiting = sum(evidence.sheet(self.desk.unit(), claim_id, LOADER).waiting for claim_id in left)
            patience.pause(Progress("claims checked", len(parts) - len(left), len(parts), waiting))

    def _as_people(self, do: Callable[[Cast, int, Story], object], cast: Cast, claim_id: int, story: Story) -> None:
        try:
            do(cast, claim_id, story)
        except (Refused, OutOfDate) as refusal:  # somebody was at the desk already and did something else with it
            self.say(f"Claim {claim_id} stays as it is: {refusal}")


def _who_attached(story: Story) -> str:
    return next((step.by for step in story.steps if "page" in step.given), story.steps[0].by)


def sign_ins(people: Sequence[Person]) -> str:
    """One way in for each role, a line each."""
    first = {role: person for person in reversed(people) for role in person.roles}
    return "\n".join(f"  {role:<8} {person.email:<20} {person.password}" for role, person in sorted(first.items()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Load, saying how far it is. The lines that are written with an @ in them say who can sign in."""
    asked = _arguments(arguments)
    desk, began = Desk.from_settings(Settings()), time.monotonic()
    loading = Loading(desk, asked.day, asked.first_port, _say, asked.patience)
    try:
        loading.run()
    except (Stalled, DeskError) as why:
        _say(f"The demo is not loaded: {why} What is loaded stays; loading again goes on from there.")
        return 1
    finally:
        desk.close()
    _say(f"Loaded in {time.monotonic() - began:.0f} s. Sign in as\n{sign_ins(loading.script.people)}")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m seeds.demo", description=__doc__)
    parser.add_argument("--first-port", type=int, default=FIRST_PORT, help="port of the first outlet (%(default)s)")
    parser.add_argument(
        "--day", type=date.fromisoformat, default=utc_now().date(), help="day from which dates are counted"
    )
    parser.add_argument(
        "--patience", type=float, default=STALLED, help="seconds without any work of the workers (%(default)g)"
    )
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
