"""How much a claim deserves a checker's time, 0 to 1, with the reasons in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from spacy.tokens import Token

from factcheck.domain.texts import say
from factcheck.language import kinds
from factcheck.language.dates import MONTHS, WEEKDAYS
from factcheck.language.ngrams import model
from factcheck.language.tokens import child
from factcheck.language.wordlists import wordlists

THRESHOLD = 0.4
"""Score from which a claim is called check-worthy; only facts and accusations ever are."""
BASE = 0.22
MODEL_SHARE = 0.30
"""How far the trained model moves the score; the readable rules do the rest."""
TELLING = 0.6
"""Probability of the model from which its say is given as a reason."""
SHORT = 4
"""Words of a claim below which it hardly stands alone."""

SHORT_MONTHS = frozenset(month[:3] for month in MONTHS)
DAYS = frozenset({*MONTHS, *WEEKDAYS, *SHORT_MONTHS})
SIGNS = frozenset("$€£¥")
UNITS = frozenset({"percent", "%"})
PLACE_WORDS = frozenset({"in", "at", "near", "over", "outside", "inside", "off", "across", "around"})
"""Words that lead up to where something happened."""
PERIODS = frozenset({"quarter", "half", "week", "month", "year", "day", "time"})
"""Behind "first" they are a date, no comparison."""

Reason = tuple[float, str]


@dataclass(frozen=True)
class Facts:
    """What the rules look at."""

    tokens: Sequence[Token]
    statement: str
    kind: str
    family: str
    claimant: str
    own_voice: bool
    quoted: bool
    mixed: bool = False


@dataclass(frozen=True)
class Worth:
    """The result: a score, whether it counts as check-worthy, and why."""

    score: float
    checkworthy: bool
    reasons: tuple[str, ...]


def worth(facts: Facts) -> Worth:
    """Add up the rules and the model; the reasons come in the order of the rules, what a person can look up first."""
    learned = model().probability(facts.tokens)
    found = [reason for rule in RULES for reason in rule(facts)]
    score = BASE + MODEL_SHARE * learned + sum(weight for weight, _ in found)
    score = round(min(0.98, max(0.02, score)), 3)
    checkable = facts.kind in kinds.CHECKABLE
    return Worth(score, score >= THRESHOLD and checkable, _in_words(found, facts.kind, learned if checkable else 0))


def _in_words(found: Sequence[Reason], kind: str, learned: float) -> tuple[str, ...]:
    """The reasons as a person reads them; what makes a claim no matter for checking leads them."""
    words = sorted((text for _, text in found if text), key=lambda text: kind in kinds.CHECKABLE or text != kind)
    if learned >= TELLING:
        words.append(say("worded like claims that get checked"))
    return tuple(words) or (say("no number, event or speaker in it that can be looked up"),)


def _numbers(facts: Facts) -> Iterator[Reason]:
    figures = list(_figures(facts.tokens))
    if figures:
        yield 0.18, say("number: %(figures)s", figures=", ".join(figures[:3]))
        return
    words = [token.text for token in facts.tokens if token.lower_ in wordlists("worthiness")["quantities"]]
    if words:
        yield 0.08, say("quantity: %(word)s", word=words[0].lower())


def _figures(tokens: Sequence[Token]) -> Iterator[str]:
    """Each number as it stands, with the sign or unit beside it: "60,000", "2.4 million", "$3.1", "40 percent"."""
    numbers = enumerate(token for token in tokens if _is_figure(token))
    for _, neighbours in groupby(numbers, key=lambda counted: counted[1].i - counted[0]):
        yield _with_unit([token for _, token in neighbours])


def _is_figure(token: Token) -> bool:
    """A number that counts something: no year, no day of a month."""
    is_number = token.tag_ == "CD" or token.text[0].isdigit()
    is_year = len(token.text) == 4 and token.text[:2] in ("19", "20")
    return is_number and not is_year and not _of_a_day(token)


def _with_unit(group: Sequence[Token]) -> str:
    doc, first, last = group[0].doc, group[0].i, group[-1].i
    if first and doc[first - 1].text in SIGNS:
        first -= 1
    if last + 1 < len(doc) and doc[last + 1].lower_ in UNITS:
        last += 1
    figure = doc[first : last + 1].text
    return figure if figure.isupper() else figure[0].lower() + figure[1:]


def _of_a_day(token: Token) -> bool:
    """The 3 of "3 June" or "June 3" is no figure."""
    doc = token.doc
    near = [doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(doc)]
    return any(other.lower_.rstrip(".")[:3] in SHORT_MONTHS and other.pos_ == "PROPN" for other in near)


def _comparison(facts: Facts) -> Iterator[Reason]:
    word = next((token.text for token in facts.tokens if _compares(token)), "")
    if word:
        yield 0.08, say("comparison: %(word)s", word=word)


def _compares(token: Token) -> bool:
    """ "Largest", "more", "four times the"; but not "at least", "the first quarter" or "told them three times"."""
    before, after = _beside(token, -1), _beside(token, 1)
    if before == "at" or (token.lower_ == "first" and after in PERIODS) or (token.lower_ == "times" and not after):
        return False
    return token.tag_ in ("JJS", "RBS") or token.lower_ in wordlists("worthiness")["comparisons"]


def _beside(token: Token, step: int) -> str:
    """The word next to a token in small letters; empty at the edge of its text and for a mark."""
    place = token.i + step
    other = token.doc[place] if 0 <= place < len(token.doc) else None
    return other.lower_ if other is not None and not other.is_punct and not other.is_space else ""


def _party(facts: Facts) -> Iterator[Reason]:
    """Whoever denies a claim is not the one who makes it: the score is the same, the words are those of _denied."""
    if not facts.own_voice and facts.claimant:
        yield 0.14, "" if _is_denied(facts) else say("attributed to a party: %(name)s", name=facts.claimant)


def _event(facts: Facts) -> Iterator[Reason]:
    events = wordlists("worthiness")["events"]
    words = [t for t in facts.tokens if t.lemma_.lower() in events and t.pos_ in ("VERB", "NOUN")]
    if words:
        past = any(t.tag_ in ("VBD", "VBN") for t in facts.tokens)
        named = any(t.pos_ == "PROPN" for t in facts.tokens)
        yield 0.08 + 0.06 * past + 0.05 * named, _told(words[0].text, _place(facts.tokens))


def _told(event: str, place: str) -> str:
    if place:
        return say("event and place: %(event)s, %(place)s", event=event, place=place)
    return say("event: %(event)s", event=event)


def _place(tokens: Sequence[Token]) -> str:
    """Where it happened, as the claim has it: "in Osk", "near the port of Belgar"; empty where it is not said."""
    for token in tokens:
        name = _place_name(token) if token.lower_ in PLACE_WORDS else None
        if name is not None:
            return token.doc[token.i : name.i + 1].text
    return ""


def _place_name(leading: Token) -> Token | None:
    """The name that "in" leads up to, by itself or behind "of"; a day or month is none."""
    thing = child(leading, "pobj")
    of = child(thing, "prep") if thing is not None and thing.pos_ == "NOUN" else None
    if of is not None and of.lower_ == "of":
        thing = child(of, "pobj")
    named = thing is not None and thing.pos_ == "PROPN" and thing.lower_.rstrip(".") not in DAYS
    return thing if named else None


def _kind(facts: Facts) -> Iterator[Reason]:
    weights = {
        kinds.OPINION: -0.35, kinds.PREDICTION: -0.33, kinds.PROMISE: -0.25, kinds.REQUEST: -0.35, kinds.QUESTION: -0.5,
        kinds.REPORTING: -0.5, kinds.GENERAL: -0.2, kinds.DENIAL: -0.22, kinds.ACCUSATION: -0.12,
    }  # fmt: skip
    if facts.kind in weights:
        yield weights[facts.kind], facts.kind


def _short(facts: Facts) -> Iterator[Reason]:
    if sum(token.is_alpha or token.like_num for token in facts.tokens) < SHORT:
        yield -0.12, say("too short to stand alone")


def _figured(facts: Facts) -> bool:
    return kinds.has_figure(facts.tokens) or any(
        t.lower_ in wordlists("worthiness")["quantities"] for t in facts.tokens
    )


def _own_experience(facts: Facts) -> Iterator[Reason]:
    """ "We ran uphill": only the speaker knows, and no figure can be looked up."""
    lead = next((t for t in facts.tokens if t.dep_ in ("nsubj", "nsubjpass")), None)
    first_person = lead is not None and lead.lower_ in ("i", "we")
    if first_person and not facts.own_voice and not _figured(facts) and not _negated(facts):
        yield -0.14, say("the speaker's own experience")


def _worded(facts: Facts) -> Iterator[Reason]:
    """Some words in quotation marks and no figure: the marks are there for the wording."""
    if facts.mixed and not _figured(facts) and not _negated(facts):
        yield -0.1, say("quoted for its wording")


def _negated(facts: Facts) -> bool:
    return any(t.lower_ in ("no", "none", "never", "nobody", "nothing") for t in facts.tokens)


def _disowned(facts: Facts) -> Iterator[Reason]:
    """ "There was no link": a party says that something is not so."""
    if not facts.own_voice and facts.claimant and facts.kind == kinds.FACT and _negated(facts):
        yield 0.1, say("says that something is not so")


def _scene(facts: Facts) -> Iterator[Reason]:
    """The outlet in the present tense without a figure, as under a photograph."""
    main = next((t for t in facts.tokens if t.dep_ == "ROOT"), None)
    if facts.own_voice and main is not None and main.tag_ in ("VBZ", "VBP") and not _figured(facts):
        yield -0.1, ""


def _hedged(facts: Facts) -> Iterator[Reason]:
    word = next((t.text for t in facts.tokens if t.lower_ in wordlists("cues")["hedges"]), None)
    if word:
        yield 0.08, say("passed on without a source: %(word)s", word=word)


def _denied(facts: Facts) -> Iterator[Reason]:
    if _is_denied(facts):
        yield 0.25, say("contested: denied by %(name)s", name=facts.claimant)


def _is_denied(facts: Facts) -> bool:
    """Whether the statement ends in the words of phrasing.py: "The dam burst (denied by the mayor)."."""
    return facts.family == "speech" and facts.statement.endswith(f"(denied by {facts.claimant}).")


RULES: tuple[Callable[[Facts], Iterator[Reason]], ...] = (
    _numbers, _denied, _disowned, _party, _event, _comparison, _hedged, _kind, _short, _own_experience, _worded, _scene,
)  # fmt: skip
