"""What a text says a person is: "Defence Minister", "a hydrologist at the university", by full name."""

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from factcheck.language.drafts import Reading
from factcheck.language.names import ARTICLES, is_office, name_runs, names_office, person_in

LONGEST = 9
"""Words of a role; what is longer is more than a role."""
TITLES = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "sir", "dame"})
"""Words before a name that say nothing of what a person does."""


def roles(readings: Sequence[Reading], people: Mapping[str, str]) -> dict[str, str]:
    """The first role that an article gives each person; `people` are full names by surname."""
    found: dict[str, str] = {}
    seen: set[int] = set()
    for reading in readings:
        doc = reading.paragraph.doc
        if id(doc) in seen:
            continue
        seen.add(id(doc))
        for run in name_runs(doc):
            name = person_in(run)
            full = people.get(name[-1], " ".join(name)) if name else ""
            role = (_before(run, len(name)) or _behind(run)) if name else ""
            if role:
                found.setdefault(full, role)
    return found


def _before(run: Sequence[Token], named: int) -> str:
    """ "Defence Minister | Ilse Varga", "Belmar's foreign minister, | Ann Lee"."""
    doc, first = run[0].doc, run[len(run) - named]
    start = first.i - 1 if first.i and doc[first.i - 1].text == "," else first.i
    at = start
    while at > 0 and start - at < LONGEST and _belongs(doc[at - 1]) and not _ends_before(doc[at - 1]):
        at -= 1
    words = [token for token in doc[at:start] if token.lower_ not in ARTICLES]
    return _joined(words) if words and any(names_office(token.text) for token in words[-3:]) else ""


def _belongs(token: Token) -> bool:
    if token.text.endswith(("'s", "’s")) or token.tag_ == "POS":
        return True
    return token.pos_ in ("NOUN", "ADJ", "PROPN") or is_office(token.text) or token.text in ("-", "of", "and", "for")


def _ends_before(token: Token) -> bool:
    """ "41 percent | for President Ann Lee": a "for" belongs to a role only behind an office."""
    return token.lower_ == "for" and not (token.i and names_office(token.nbor(-1).text))


def _behind(run: Sequence[Token]) -> str:
    """ "Ilse Varga, | the defence minister," up to the next comma or the end of the sentence."""
    doc, at = run[0].doc, run[-1].i + 1
    if at + 1 >= len(doc) or doc[at].text != ",":
        return ""
    words = _until_mark(doc, at + 1)
    head = next((token for token in words if token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound"), None)
    if head is None or not names_office(head.text) or any(token.pos_ in ("VERB", "AUX") for token in words):
        return ""
    return _joined([token for n, token in enumerate(words) if n or token.lower_ not in ARTICLES])


def _until_mark(doc: Doc, start: int) -> list[Token]:
    words: list[Token] = []
    for token in doc[start : start + LONGEST + 1]:
        if token.is_punct and token.text != "-":
            return words
        words.append(token)
    return []


def _joined(words: Sequence[Token]) -> str:
    words = list(words)
    while words and (words[0].lower_ in ("and", "of", "for", "'s", "’s", "-") or words[0].lower_ in TITLES):
        words = words[1:]
    return "".join(word.text_with_ws for word in words).strip(" ,;:")
