"""Writes press texts of which it knows who copied whom: as many as are wanted, the same for the same seed.

Each event has one to three independent reports, which tell it in the same words of the subject, share a fact and the
quotations. Each report is copied: verbatim, cut, lightly rewritten (words replaced, sentences turned round and moved,
numbers rounded) or with paragraphs about the copier's own town. Nouns and verbs are invented for each event, so that
two events have no more in common than their grammar; what stands between them is plain English. Two independent
reports share more runs of three words here (median 0.13 of the shorter) than those that people wrote (0.07 at most).
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

SYLLABLES = (
    "bel cor dun el far gol hul ist jor kem lun mar nes orv pel quin rus sol tam ulm ver wen yar zel bra cli dro fen "
    "gri hal ipt jas klo lir mon nur ost pra rin ska tro und vas wil xan yst zor ash ble"
).split()
OUTLETS = "Courier Herald Gazette Bugle Echo Mail Tribune Record Ledger Beacon Standard Chronicle".split()
WHEN = "on Monday morning|early on Monday;late in the evening|at nightfall;for the second time|once more".split(";")
LINKS = "because|since;after|when;although|though;before|by the time".split(";")
FRAMES = (
    (
        "{agent} {verb} {thing} {when}, {link} {other} {state} it.",
        "{when} {agent} {verb} {thing}, {link} {other} {state} it.",
    ),
    (
        "{number} {thing} were {verb} in {place}, according to {person}.",
        "{person} said that in {place} {number} {thing} were {verb}.",
    ),
    (
        "{person} said {agent} had {verb} {thing} and {state} {other}.",
        "{agent} had {verb} {thing} and {state} {other}, {person} said.",
    ),
    (
        "At a cost of {number} crowns {agent} {verb} {thing} near {other}.",
        "{agent} {verb} {thing} near {other}; it cost {number} crowns.",
    ),
    (
        "Not until {agent} {state} {other} could {thing} be {verb}.",
        "{thing} could be {verb} only when {agent} {state} {other}.",
    ),
)
QUOTES = (
    "We have waited {number} years for {thing} and we can wait a little longer",
    "Nobody in {place} sleeps well when {thing} is {verb} by strangers in the dark",
    "I counted {number} of them before {agent} told me that I had better stop counting",
    "If {place} is forgotten again, all of us will walk to the capital and carry {thing}",
)
REWRITTEN = 0.35
"""The chance of each word of a light rewrite to be replaced, and of each sentence to be turned round."""


@dataclass(frozen=True)
class Fact:
    """One sentence to be told; the parts have two wordings, "the first|the second"."""

    frame: int
    number: int
    parts: tuple[tuple[str, str], ...]


def told(fact: Fact, chance: random.Random, other: float = 0.0) -> str:
    """The fact as a sentence; `other` is the chance of each part to be told otherwise than the first time."""
    words = {name: _worded(part, chance, other) for name, part in fact.parts}
    number = fact.number
    if number > 100 and chance.random() < other:
        words["number"] = f"about {round(number, 2 - len(str(number))):,}"
    else:
        words["number"] = f"{number:,}"
    sentence = FRAMES[fact.frame][chance.random() < other].format(**words)
    return sentence[0].upper() + sentence[1:]


def _worded(part: str, chance: random.Random, other: float) -> str:
    first, _, second = part.partition("|")
    return second if second and chance.random() < other else first


class Event:
    """A place with its people, its subject and its quotations, from which reports are made."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.place = _word(chance).capitalize()
        self.people = [f"{_word(chance).capitalize()} {_word(chance).capitalize()}" for _ in range(12)]
        self.agents = [f"the {a} {b}|the {b} of {a}" for a, b in _words(chance, 20)]
        self.things = [
            f"{a} {b}|{a} {c}" for (a, b), (c, _) in zip(_words(chance, 60), _words(chance, 60), strict=True)
        ]
        self.verbs = [f"{a}ed|{b}ed" for a, b in _words(chance, 45)]
        self.quotes = [self._quote(quote) for quote in chance.sample(QUOTES, 2)]

    def _quote(self, words: str) -> str:
        chosen = {name: value.partition("|")[0] for name, value in self.fact().parts}
        said = words.format(**chosen | {"number": self.chance.randint(3, 90)})
        return f"“{said},” said {self.chance.choice(self.people)}."

    def fact(self) -> Fact:
        pick = self.chance.choice
        parts = {
            "agent": pick(self.agents), "verb": pick(self.verbs), "thing": pick(self.things), "state": pick(self.verbs),
            "other": pick(self.things), "when": pick(WHEN), "link": pick(LINKS), "place": self.place,
            "person": pick(self.people),
        }  # fmt: skip
        return Fact(self.chance.randrange(len(FRAMES)), self.chance.randint(12, 48_000), tuple(parts.items()))

    def report(self, known: str) -> list[Fact | str]:
        """A report of its own: facts that nobody else has, one that all have, and the quotations."""
        parts: list[Fact | str] = [self.fact() for _ in range(self.chance.randint(5, 10))]
        parts += [known, *self.quotes]
        self.chance.shuffle(parts)
        return parts


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4)))


def _words(chance: random.Random, number: int) -> list[tuple[str, str]]:
    return [(_word(chance), _word(chance)) for _ in range(number)]


def _text(parts: Sequence[Fact | str], chance: random.Random, other: float = 0.0) -> str:
    return "\n\n".join(part if isinstance(part, str) else told(part, chance, other) for part in parts)


def _copies(parts: Sequence[Fact | str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Kind and text of each copy that may be made of a report."""
    yield "copy", _text(parts, chance)
    yield "copy", _text(parts[: max(4, len(parts) - chance.randint(2, 5))], chance)
    for _ in range(2):
        moved = list(parts)
        moved.insert(0, moved.pop(chance.randrange(len(moved))))
        yield "light", _text(moved[: len(moved) - chance.randint(0, 2)], chance, REWRITTEN)
    town = Event(chance)
    local = _text([town.fact() for _ in range(4)], chance)
    yield "copy", f"{_text(parts[:-2], chance)}\n\n{local}"


def texts(number: int, seed: int) -> list[dict[str, Any]]:
    """At least so many texts, all in one group and in no order, with `origin` and `kind` as gold."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is a secret
    found: list[dict[str, Any]] = []
    events = 0
    while len(found) < number:
        found += _of_one_event(f"e{events}", datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=events), chance)
        events += 1
    chance.shuffle(found)
    return found


def _of_one_event(name: str, at: datetime, chance: random.Random) -> Iterator[dict[str, Any]]:
    event = Event(chance)
    shared = event.fact()
    for number in range(chance.randint(1, 3)):
        parts = event.report(told(shared, chance, number / 2))  # each words it otherwise
        report, printed = f"{name}-r{number}", at + timedelta(minutes=number)
        yield _line(report, report, "independent", _text(parts, chance), printed, chance)
        copies = list(_copies(parts, chance))
        for copy, (kind, text) in enumerate(chance.sample(copies, chance.randint(0, len(copies)))):
            later = printed + timedelta(minutes=5 + 7 * copy)
            yield _line(f"{report}-c{copy}", report, kind, text, later, chance)


def _line(name: str, origin: str, kind: str, text: str, at: datetime, chance: random.Random) -> dict[str, Any]:
    outlet = f"{_word(chance).capitalize()} {chance.choice(OUTLETS)}"
    return {
        "group": "all", "id": name, "outlet": outlet, "published": at.isoformat(), "text": text, "kind": kind,
        "origin": origin,
    }  # fmt: skip
