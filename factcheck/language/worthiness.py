"""How much a claim deserves a checker's time, 0 to 1, with the reasons in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from factcheck.language import kinds
from factcheck.language.dates import MONTHS
from factcheck.language.ngrams import model
from factcheck.language.wordlists import wordlists

THRESHOLD = 0.4
"""Score from which a claim is called check-worthy; only facts and accusations ever are."""
BASE = 0.22
MODEL_SHARE = 0.30
"""How far the trained model moves the score; the readable rules do the rest."""
SHORT = 4

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
    learned = model().probability(facts.statement)
    found = [reason for rule in RULES for reason in rule(facts)]
    score = BASE + MODEL_SHARE * learned + sum(weight for weight, _ in found)
    score = round(min(0.98, max(0.02, score)), 3)
    checkable = facts.kind in kinds.CHECKABLE
    words = [text for _, text in found if text]
    if not checkable:
        words.sort(key=lambda text: text != facts.kind)
    if words and learned >= 0.6:
        words.append("worded like claims that get checked")
    words = words or ["no number, event or speaker in it that can be looked up"]
    return Worth(score, score >= THRESHOLD and checkable, tuple(words))


def _numbers(facts: Facts) -> Iterator[Reason]:
    figures = [t.text for t in facts.tokens if (t.tag_ == "CD" or t.text[0].isdigit()) and not _of_a_day(t)]
    dates = [token.text for token in facts.tokens if len(token.text) == 4 and token.text[:2] in ("19", "20")]
    telling = [figure for figure in figures if figure not in dates]
    if telling:
        yield 0.18, f"number: {', '.join(telling[:3])}"
    elif any(token.lower_ in wordlists("worthiness")["quantities"] for token in facts.tokens):
        yield 0.08, "a quantity in words"


def _of_a_day(token: Token) -> bool:
    """The 3 of "3 June" or "June 3" is no figure."""
    doc = token.doc
    near = [doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(doc)]
    return any(other.lower_.rstrip(".")[:3] in SHORT_MONTHS and other.pos_ == "PROPN" for other in near)


SHORT_MONTHS = frozenset(month[:3] for month in MONTHS)


def _comparison(facts: Facts) -> Iterator[Reason]:
    listed = wordlists("worthiness")["comparisons"]
    words = [
        t.text
        for t in facts.tokens
        if (t.tag_ in ("JJS", "RBS") or t.lower_ in listed) and not (t.i and t.nbor(-1).lower_ == "at")
    ]
    if words:
        yield 0.08, f"comparison: {words[0]}"


def _party(facts: Facts) -> Iterator[Reason]:
    if not facts.own_voice and facts.claimant:
        yield 0.14, f"attributed to a party: {facts.claimant}"


def _event(facts: Facts) -> Iterator[Reason]:
    verbs = [
        t for t in facts.tokens if t.lemma_.lower() in wordlists("worthiness")["events"] and t.pos_ in ("VERB", "NOUN")
    ]
    named = any(t.pos_ == "PROPN" for t in facts.tokens)
    if verbs:
        past = any(t.tag_ in ("VBD", "VBN") for t in facts.tokens)
        yield 0.08 + 0.06 * past + 0.05 * named, f"event: {verbs[0].text}"


def _kind(facts: Facts) -> Iterator[Reason]:
    weights = {
        kinds.OPINION: -0.35, kinds.PREDICTION: -0.33, kinds.PROMISE: -0.25, kinds.REQUEST: -0.35, kinds.QUESTION: -0.5,
        kinds.REPORTING: -0.5, kinds.GENERAL: -0.2, kinds.DENIAL: -0.22, kinds.ACCUSATION: -0.12,
    }  # fmt: skip
    if facts.kind in weights:
        yield weights[facts.kind], facts.kind


def _short(facts: Facts) -> Iterator[Reason]:
    if sum(token.is_alpha or token.like_num for token in facts.tokens) < SHORT:
        yield -0.12, "too short to stand alone"


def _figured(facts: Facts) -> bool:
    return kinds.has_figure(facts.tokens) or any(
        t.lower_ in wordlists("worthiness")["quantities"] for t in facts.tokens
    )


def _own_experience(facts: Facts) -> Iterator[Reason]:
    """ "We ran uphill": only the speaker knows, and no figure can be looked up."""
    lead = next((t for t in facts.tokens if t.dep_ in ("nsubj", "nsubjpass")), None)
    first_person = lead is not None and lead.lower_ in ("i", "we")
    if first_person and not facts.own_voice and not _figured(facts) and not _negated(facts):
        yield -0.14, "the speaker's own experience"


def _worded(facts: Facts) -> Iterator[Reason]:
    """Some words in quotation marks and no figure: the marks are there for the wording."""
    if facts.mixed and not _figured(facts) and not _negated(facts):
        yield -0.1, "quoted for its wording"


def _negated(facts: Facts) -> bool:
    return any(t.lower_ in ("no", "none", "never", "nobody", "nothing") for t in facts.tokens)


def _disowned(facts: Facts) -> Iterator[Reason]:
    """ "There was no link": a party says that something is not so."""
    if not facts.own_voice and facts.claimant and facts.kind == kinds.FACT and _negated(facts):
        yield 0.1, "says that something is not so"


def _scene(facts: Facts) -> Iterator[Reason]:
    """The outlet in the present tense without a figure, as under a photograph."""
    main = next((t for t in facts.tokens if t.dep_ == "ROOT"), None)
    if facts.own_voice and main is not None and main.tag_ in ("VBZ", "VBP") and not _figured(facts):
        yield -0.1, ""


def _hedged(facts: Facts) -> Iterator[Reason]:
    word = next((t.text for t in facts.tokens if t.lower_ in wordlists("cues")["hedges"]), None)
    if word:
        yield 0.08, f"passed on without a source: {word}"


def _denied(facts: Facts) -> Iterator[Reason]:
    if facts.family == "speech" and facts.statement.endswith(")."):
        yield 0.25, f"contested: denied by {facts.claimant}"


RULES: tuple[Callable[[Facts], Iterator[Reason]], ...] = (
    _numbers, _denied, _disowned, _party, _event, _comparison, _hedged, _kind, _short, _own_experience, _worded, _scene,
)  # fmt: skip
