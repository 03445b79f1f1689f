"""Numbers with what they count: "some 4,200 passengers", "a third", "4.8 million people"; and whether two agree."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from factcheck.language.dates import MONTHS
from factcheck.language.events import CALENDAR

WORDS = {
    "no": 0, "nobody": 0, "none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
SHARES = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}
ROUGH = frozenset({"about", "around", "some", "nearly", "almost", "approximately", "roughly"})
AT_LEAST = frozenset({"more", "over", "least", "above", "exceeding"})
AT_MOST = frozenset({"less", "fewer", "under", "below", "most", "up"})
NO_QUANTITY = frozenset({"longer", "one", "more", "evidence", "trace", "sign", "talk", "talks"})
ORDINALS = frozenset("the first second third fourth last final this next each every its".split())
HOURS = frozenset({"a.m.", "p.m.", "am", "pm", "o'clock"})
YEARS = range(1900, 2101)
BEFORE_YEARS = frozenset("in since by of from until before after for than , and".split())
SHORT_MONTHS = frozenset(f"{month[:3]}." for month in MONTHS) | {"sept."}
SLACK = 0.12
"""How far a rough number may be off."""

NEAR = 3
"""Words around a number in which its "more than" and what it counts stand."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a number may be, from `low` to `high`, and what it counts, in base form; shares count in hundredths."""

    low: float
    high: float
    value: float
    unit: str
    words: str


def figures(tokens: Sequence[Token]) -> list[Figure]:
    """The quantities of a sentence, in order."""
    found, at = [], 0
    while at < len(tokens):
        value, end = _value(tokens, at)
        if value is not None and not _is_no_quantity(tokens, at, end):
            found.append(_figure(tokens, at, end, value))
        at = end
    return found


def agree(one: Figure, other: Figure) -> bool:
    """Whether both may be true: 214 is "more than 200", 31 per cent is "about a third"."""
    return one.low <= other.high * 1.0001 and other.low <= one.high * 1.0001


def years(tokens: Sequence[Token]) -> frozenset[str]:
    """The years that a sentence names."""
    return frozenset(token.text for at, token in enumerate(tokens) if _is_year(tokens, at))


def in_year(tokens: Sequence[Token]) -> bool:
    """Whether something is said of a year, not compared with one: "in 2019", not "than in 2019"."""
    return any(
        tokens[at - 1].lower_ in ("in", "of")
        and not {"than", "since"} & {near.lower_ for near in tokens[max(0, at - 4) : at]}
        for at in range(1, len(tokens))
        if _is_year(tokens, at)
    )


def _value(tokens: Sequence[Token], at: int) -> tuple[float | None, int]:
    if tokens[at].lower_ in SHARES and not _is_share(tokens, at):
        return None, at + 1
    one = tokens[at].lower_ in SCALES and at > 0 and tokens[at - 1].lower_ in ("a", "than")
    value, end = float(SCALES[tokens[at].lower_]) if one else _plain(tokens[at].lower_), at + 1
    while value is not None and end < len(tokens) and tokens[end].lower_ in SCALES:
        value *= SCALES[tokens[end].lower_]
        end += 1
    return value, end


def _is_share(tokens: Sequence[Token], at: int) -> bool:
    """ "a third of them" and "two thirds"; not "the third year", "the first quarter"."""
    before = tokens[at - 1].lower_ if at else ""
    after = tokens[at + 1].lower_ if at + 1 < len(tokens) else ""
    return tokens[at].lower_ == "half" or before in ("a", "one") or (after == "of" and before not in ORDINALS)


def _plain(word: str) -> float | None:
    if word in WORDS or word in SHARES:
        return float(WORDS.get(word, SHARES.get(word, 0)))
    try:
        return float(word.replace(",", "")) if word[:1].isdigit() else None
    except ValueError:
        return None


def _is_year(tokens: Sequence[Token], at: int) -> bool:
    text = tokens[at].text
    is_one = text.isascii() and text.isdigit() and len(text) == 4 and int(text) in YEARS
    before = tokens[at - 1].lower_ if at else ""
    return is_one and (at == 0 or before in BEFORE_YEARS | CALENDAR or before in SHORT_MONTHS)


def _is_no_quantity(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Years, hours of the day, "no longer", and what is compared with: "since 2019", "7.12 a.m.", "below the 8"."""
    behind = tokens[end].lower_ if end < len(tokens) else ""
    clock = at > 0 and tokens[at - 1].lower_ == "at" and "." in tokens[at].text and not behind.isalpha()
    none = tokens[at].lower_ == "no" and behind in NO_QUANTITY
    compared = at > 1 and tokens[at - 1].lower_ == "the" and tokens[at - 2].lower_ in AT_LEAST | AT_MOST | {"than"}
    return compared or _is_year(tokens, at) or behind in HOURS or clock or none


def _figure(tokens: Sequence[Token], at: int, end: int, value: float) -> Figure:
    unit = _unit(tokens, at, end)
    if unit == "%" and tokens[at].lower_ not in SHARES:
        value /= 100
    low, high = _bounds(tokens, at, value)
    words = " ".join(token.text for token in tokens[at : end + 1] if not token.is_punct)
    return Figure(low, high, value, unit, words)


def _bounds(tokens: Sequence[Token], at: int, value: float) -> tuple[float, float]:
    before = [token.lower_ for token in tokens[max(0, at - NEAR) : at]]
    if any(word in AT_LEAST for word in before) and "no" not in before:
        return value, float("inf")
    if any(word in AT_MOST for word in before) and before[-1:] != ["to"]:
        return 0.0, value
    round_word = tokens[at].lower_ in SCALES  # "a thousand"
    if tokens[at].lower_ in SHARES or round_word or any(word in ROUGH for word in before):
        return value * (1 - SLACK), value * (1 + SLACK)
    return value, value


def _unit(tokens: Sequence[Token], at: int, end: int) -> str:
    word, behind = tokens[at].lower_, tokens[end].lower_ if end < len(tokens) else ""
    if word in SHARES or behind in ("%", "percent", "per"):
        return "%"
    if word in ("nobody", "none") or (_is_toll(tokens[at]) and tokens[at].dep_ != "nummod"):
        return "person"
    for token in tokens[end : end + NEAR + 1]:
        if token.pos_ == "NOUN" and token.dep_ != "compound":
            return token.lemma_.lower()
        if token.is_punct or token.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ"):
            break
    head = tokens[at].head
    return head.lemma_.lower() if head.pos_ == "NOUN" and tokens[at].dep_ == "nummod" else ""


def _is_toll(number: Token) -> bool:
    """ "the death toll rose to three", also "to three dockers"."""
    above = next((up for up in number.ancestors if up.pos_ in ("VERB", "AUX")), number)
    counted = number.head if number.dep_ == "nummod" else number
    return counted.dep_ == "pobj" and any(child.lower_ == "toll" for child in above.children)
