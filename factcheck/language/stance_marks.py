"""What is measured of a claim and a report before it is said what the one does to the other: numbers by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from spacy.tokens import Token

from factcheck.language import events, figures, repeating
from factcheck.language.dates import MONTHS
from factcheck.language.events import Key
from factcheck.language.figures import Figure
from factcheck.language.stance_signs import SIGNS, Reading, agrees, counts_the_same
from factcheck.language.stance_texts import Claim, Sentence

SHORT_MONTHS = {month[:3]: month for month in MONTHS} | {"sept": "september"}
LAST_DAY = 31

Marks = dict[str, float]
Day = tuple[str, int]


@dataclass(frozen=True)
class Report:
    """A report read against a claim, sentence by sentence; it has one sentence at least."""

    claim: Claim
    sentences: Sequence[Sentence]
    outlet: str

    @cached_property
    def readings(self) -> list[Reading]:
        return [Reading(self.claim, sentence, self.outlet) for sentence in self.sentences]

    @cached_property
    def best(self) -> Reading:
        """The sentence that tells most of the claim, the first of several."""
        return max(self.readings, key=lambda reading: reading.share)

    @cached_property
    def tokens(self) -> list[Token]:
        return [token for sentence in self.sentences for token in sentence.tokens]

    @cached_property
    def figures(self) -> list[Figure]:
        return [figure for sentence in self.sentences for figure in sentence.figures]

    @cached_property
    def words_told(self) -> float:
        """Share of the claim's words, names and numbers aside, that stand anywhere in the report, by weight."""
        return self._share(lambda key: events.matched(key, self.tokens) is not None)

    @cached_property
    def words_met(self) -> float:
        """The same with words whose opposite stands there: "fell" speaks of what rose too."""
        opposite = {reading.opposite[0].i for reading in self.readings if reading.opposite}
        return self._share(lambda key: key.token.i in opposite or events.matched(key, self.tokens) is not None)

    def _share(self, is_there: Callable[[Key], bool]) -> float:
        words = [key for key in self.claim.keys if key.kind != "name"]
        whole = sum(key.weight for key in words)
        return sum(key.weight for key in words if is_there(key)) / whole if whole else 0.0

    @cached_property
    def names_told(self) -> float:
        """Share of the claim's names of which a part stands in the report, or in the name of its outlet."""
        outlet, called = self.outlet.lower().split(), self.claim.called
        told = [any(key.word in outlet or events.matched(key, self.tokens) for key in name) for name in called]
        return sum(told) / len(told) if told else 1.0

    @cached_property
    def numbers_met(self) -> list[bool]:
        """For each number of the claim whether the report has one that agrees."""
        return [any(agrees(ours, theirs) for theirs in self.figures) for ours in self.claim.figures]

    @property
    def has_all_numbers(self) -> bool:
        return all(self.numbers_met)

    @property
    def is_of_another_day(self) -> bool:
        """Whether both name days, months or years, and none is the same."""
        return any(value for name, value in self._of_days().items() if name.startswith("other"))

    def marks(self) -> Marks:
        """Everything that data/stances.json has a weight for."""
        asked = [(reading.share, {name: ask(reading) for name, ask in SIGNS.items()}) for reading in self.readings]
        best = max(asked, key=lambda one: one[0])
        told = len(self.claim.keys) or 1
        return {
            "best share": best[0],
            "best words": len(self.best.found) / told,
            "mean share": sum(share for share, _ in asked) / len(asked),
            **{f"best: {name}": float(best[1][name]) for name in SIGNS},
            **{f"most: {name}": max(share * signs[name] for share, signs in asked) for name in SIGNS},
            "words told": self.words_told,
            "names told": self.names_told,
            **self._of_the_claim(),
            **self._of_numbers(),
            **self._of_days(),
        }

    def _of_the_claim(self) -> Marks:
        return {
            "claimant named": repeating.share_named(self.claim.claimant, self.tokens),
            "no claimant": float(not self.claim.claimant),
            "negative claim": float(self.claim.is_negative),
            "claim of what is to come": float(self.claim.is_to_come),
        }

    def _of_numbers(self) -> Marks:
        met = self.numbers_met
        differ = [any(counts_the_same(ours, theirs) for theirs in self.figures) for ours in self.claim.figures]
        return {
            "has numbers": float(bool(met)),
            "numbers met": sum(met) / len(met) if met else 0.0,
            "all numbers met": float(bool(met) and all(met)),
            "no number met": float(bool(met) and not any(met)),
            "number differs": float(any(other and not same for same, other in zip(met, differ, strict=True))),
        }

    def _of_days(self) -> Marks:
        pairs = {
            "day": (_days(self.claim.tokens), _days(self.tokens)),
            "month": (_months(self.claim.tokens), _months(self.tokens)),
            "year": (figures.years(self.claim.tokens), figures.years(self.tokens)),
        }
        same = {f"same {name}": float(bool(ours & theirs)) for name, (ours, theirs) in pairs.items()}
        other = {
            f"other {name}": float(bool(ours and theirs and not ours & theirs))
            for name, (ours, theirs) in pairs.items()
        }
        return same | other


def _month(token: Token) -> str:
    word = token.lower_.rstrip(".")
    month = SHORT_MONTHS.get(word, word)
    return month if month in MONTHS and token.text[:1].isupper() else ""


def _months(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(month for token in tokens if (month := _month(token)))


def _days(tokens: Sequence[Token]) -> frozenset[Day]:
    """ "14 July" and "July 14th"."""
    near = [*pairwise(tokens), *((after, before) for before, after in pairwise(tokens))]
    numbered = ((_month(month), day.text.rstrip("thndrs")) for month, day in near)
    return frozenset(
        (month, int(day)) for month, day in numbered if month and day.isdecimal() and 1 <= int(day) <= LAST_DAY
    )
