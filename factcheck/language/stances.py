"""Suggests what a report does to a claim, with the sentence that shows it and the reason in words.

How likely each stance is, is learned (`stance_weights`) from what is asked of each sentence (`stance_signs`). A stance
is given only where it is likely enough and what it needs is there: the claim's own words, and for a refutation a sign
that can be shown. English only: for other languages, and where it is unsure, nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from factcheck.domain.evidence import Stance
from factcheck.domain.stances import Suggestion
from factcheck.domain.texts import say
from factcheck.language.detect import detect_language, is_english
from factcheck.language.stance_marks import Report
from factcheck.language.stance_signs import SIGNS, Reading
from factcheck.language.stance_texts import Claim, sentences_of
from factcheck.language.stance_weights import shipped

READ_MOST = 20_000
"""Characters of a report that are read."""

ENOUGH_WORDS = 0.7
"""Share of the claim's words that must stand in a report which supports or refutes it: the rest is too far away."""

ENOUGH_OPEN = 0.55
"""Share of the claim that a sentence must tell which leaves it open."""


class CueStances:
    """Implements StanceFinder on this machine. It loads the English model when it is first asked."""

    def suggest(
        self, statement: str, claimant: str, text: str, *, outlet: str = "", language: str = ""
    ) -> Suggestion | None:
        """Raises nothing; None for a text that is not English and for a report that says nothing clear."""
        report = read(statement, claimant, text, outlet) if is_english(language or detect_language(text)) else None
        if report is None:
            return None
        stance = shipped().surest(report.marks())
        if stance in RULES and RULES[stance].holds(report) and (shown := RULES[stance].show(report)):
            return _suggested(stance, shown)
        return _suggested(Stance.CONTEXT, shown) if (shown := _left_open(report)) else None


def read(statement: str, claimant: str, text: str, outlet: str = "") -> Report | None:
    """The report as it is read against the claim; None where one of them says nothing at all."""
    if not statement.strip():
        return None
    claim, sentences = Claim(statement, claimant), list(sentences_of(text[:READ_MOST]))
    return Report(claim, sentences, outlet) if claim.keys and sentences else None


@dataclass(frozen=True, slots=True)
class Shown:
    """The sentence that shows a stance, and why."""

    reading: Reading
    why: str


def _suggested(stance: Stance, shown: Shown) -> Suggestion:
    sentence = shown.reading.sentence
    return Suggestion(stance, sentence.start, sentence.end, shown.why)


def _strongest(report: Report, sign: Callable[[Reading], object]) -> Reading | None:
    """Of the sentences with a sign, the one that tells most of the claim."""
    having = [reading for reading in report.readings if sign(reading)]
    return max(having, key=lambda reading: reading.share, default=None)


# --- What each stance needs, and what shows it ------------------------------------------------------


UNSETTLING = (
    "is ahead", "hedges", "leaves open", "negates", "puts aside", "contrasts", "denies", "opposite", "number differs",
    "claimant speaks", "puts right", "other people", "another time",
)  # fmt: skip
"""A sentence with one of these signs supports nothing, however much of the claim it tells."""


def _may_support(report: Report) -> bool:
    """Whether the report has the claim's words, names, numbers and day, and its best sentence unsettles nothing."""
    whole = report.words_told >= ENOUGH_WORDS and report.names_told == 1 and report.has_all_numbers
    return whole and not report.is_of_another_day and not _has_any(report.best, UNSETTLING)


def _shows_support(report: Report) -> Shown:
    words = dict.fromkeys(token.text for token in sorted(report.best.found.values(), key=lambda token: token.i))
    return Shown(report.best, say("says the same: %(words)s", words=", ".join(words)))


def _may_refute(report: Report) -> bool:
    """Not what says that something was not: there a "not" of the report may agree."""
    return report.words_met >= ENOUGH_WORDS and not report.claim.is_negative


def _shows_refutation(report: Report) -> Shown | None:
    """The sentence must have the claim's deed or two of its words beside names, and vouch for what it says."""
    found = [Shown(reading, why(reading)) for sign, why in REASONS if (reading := _strongest(report, sign))]
    best = max(found, key=lambda shown: shown.reading.share, default=None)
    return best if best and _is_about_it(best.reading) and not _has_any(best.reading, ASIDE) else None


def _is_about_it(reading: Reading) -> bool:
    return SIGNS["deed"](reading) or len(reading.words) > 1 or bool(reading.opposite and reading.words)


ASIDE = ("hedges", "elsewhere", "another time", "other subject")
"""A sentence with one of these signs contradicts nothing: it speaks of something else, or vouches for nothing."""


def _has_any(reading: Reading, names: Iterable[str]) -> bool:
    return any(SIGNS[name](reading) for name in names)


def _number_differs(reading: Reading) -> str:
    assert reading.differing is not None  # noqa: S101 - asked before
    ours, theirs = reading.differing
    return say("number differs: %(ours)s / %(theirs)s", ours=ours.words, theirs=theirs.words)


def _says_the_opposite(reading: Reading) -> str:
    assert reading.opposite is not None  # noqa: S101 - asked before
    ours, theirs = reading.opposite
    return say("says the opposite: “%(theirs)s”, not “%(ours)s”", ours=ours.text, theirs=theirs.text)


REASONS: tuple[tuple[Callable[[Reading], object], Callable[[Reading], str]], ...] = (
    (lambda reading: reading.denial, lambda reading: say("denies: “%(words)s”", words=reading.denial)),
    (lambda reading: reading.differing, _number_differs),
    (lambda reading: reading.opposite, _says_the_opposite),
    (
        lambda reading: reading.is_put_aside,
        lambda reading: say("puts it aside: “%(words)s”", words=reading.sentence.text),
    ),
    (SIGNS["negates a word"], lambda reading: say("negates: “%(words)s”", words=reading.sentence.text)),
)
"""Signs that a sentence refutes the claim, and how they are told; the first of those that tell as much of the claim."""


def _may_repeat(report: Report) -> bool:
    return any(reading.speaker for reading in report.readings)


def _shows_repetition(report: Report) -> Shown | None:
    reading = _strongest(report, lambda reading: reading.speaker)
    return Shown(reading, say("the claimant again: %(speaker)s", speaker=reading.speaker)) if reading else None


@dataclass(frozen=True, slots=True)
class Rule:
    """When a stance may be given, and what is shown for it."""

    holds: Callable[[Report], bool]
    show: Callable[[Report], Shown | None]


RULES = {
    Stance.SUPPORTS: Rule(_may_support, _shows_support),
    Stance.REFUTES: Rule(_may_refute, _shows_refutation),
    Stance.REPEATS: Rule(_may_repeat, _shows_repetition),
}


def _left_open(report: Report) -> Shown | None:
    """Nobody can say yet whether it is so: "could not be verified"."""
    reading = _strongest(report, SIGNS["leaves open"])
    return Shown(reading, say("says that it is open")) if reading and reading.share >= ENOUGH_OPEN else None
