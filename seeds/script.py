"""Reads the demo's script: the people of the invented desk, the articles, and what happens to which claim."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from factcheck.domain.articles import Incoming
from seeds.days import dated, moment

SEEDS = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works at the desk; `key` is how the script names them."""

    key: str
    name: str
    email: str
    roles: tuple[str, ...]
    password: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a person does to a claim; `given` is what demo.toml says besides."""

    do: str
    by: str
    given: Mapping[str, Any]

    def words(self, name: str) -> str:
        """A text of the step, empty when it is not given."""
        return str(self.given.get(name, "")).strip()


@dataclass(frozen=True, slots=True)
class Story:
    """What a claim lives through. It is named by words that stand once in its article."""

    article: str
    contains: str
    statement: str
    claimant: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """All of the demo; `articles` are by the name that the stories use, `checks` a feed of other desks' checks."""

    people: tuple[Person, ...]
    articles: Mapping[str, Incoming]
    stories: tuple[Story, ...]
    checks: bytes


def read_script(today: date) -> Script:
    """The script with its dates counted from `today`."""
    demo = _read("demo.toml")
    listed = _read("articles/articles.toml")["article"]
    return Script(
        people=tuple(Person(**{**each, "roles": tuple(each["roles"])}) for each in demo["person"]),
        articles={Path(each["file"]).stem: _incoming(each, today) for each in listed},
        stories=tuple(_story(each, today) for each in demo["claim"]),
        checks=dated((SEEDS / "checks.json").read_text(encoding="utf-8"), today).encode(),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((SEEDS / name).read_text(encoding="utf-8"))


def _incoming(facts: Mapping[str, str], today: date) -> Incoming:
    text = (SEEDS / "articles" / facts["file"]).read_text(encoding="utf-8")
    return Incoming(
        text=dated(text, today, facts["language"]),
        title=facts["title"],
        outlet=facts["outlet"],
        byline=facts["byline"],
        published=moment(facts["published"], today).date(),
        language=facts["language"],
        url=facts["url"],
    )


def _story(facts: Mapping[str, Any], today: date) -> Story:
    return Story(
        article=facts["article"],
        contains=dated(facts["contains"], today),
        statement=facts.get("statement", ""),
        claimant=facts.get("claimant", ""),
        steps=tuple(_step(each, today) for each in facts["step"]),
    )


def _step(facts: Mapping[str, Any], today: date) -> Step:
    """A passage keeps its markers: they are filled in the language of the page on which it stands."""
    given = {
        name: dated(value, today) if isinstance(value, str) and name != "passage" else value
        for name, value in facts.items()
        if name not in {"do", "by"}
    }
    return Step(facts["do"], facts["by"], given)
