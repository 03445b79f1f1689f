"""Names in a text: runs of capitalised words, the person in them, and the offices around them."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Span, Token

from factcheck.language.wordlists import wordlists

LONGEST_NAME = 4
"""Words of a person's name."""
ARTICLES = frozenset({"the", "a", "an"})
PLACE_WORDS = frozenset({
    "of", "in", "at", "from", "near", "into", "around", "across", "off", "between", "through", "over", "outside",
})  # fmt: skip
PARTICLES = frozenset({"de", "van", "von", "der", "al", "bin", "da", "di", "la", "el", "du", "le"})


def _offices() -> frozenset[str]:
    return wordlists("titles")["offices"]


def is_office(word: str) -> bool:
    """Whether a word belongs to an office, as its name ("minister") or beside it ("deputy")."""
    return names_office(word) or word.lower() in wordlists("titles")["qualifiers"]


def names_office(word: str) -> bool:
    """Whether a word is the name of an office by itself."""
    return word.lower().rstrip("s") in _offices() or word.lower() in _offices()


def names_institution(word: str) -> bool:
    """Whether a word is the last one of an institution's name: "the Osk | Council |"."""
    return word.lower() in wordlists("titles")["institutions"]


def name_runs(tokens: Iterable[Token]) -> list[list[Token]]:
    """Runs of neighbouring capitalised name words: [Defence, Minister, Ilse, Varga]."""
    runs: list[list[Token]] = []
    for token in tokens:
        nameish = token.pos_ == "PROPN" and token.text[:1].isupper()
        inside = bool(runs and runs[-1] and runs[-1][-1].i == token.i - 1)
        if nameish or (inside and (token.lower_ in PARTICLES) and token.text[0].islower()):
            if inside:
                runs[-1].append(token)
            else:
                runs.append([token])
    return [run for run in runs if any(token.text[:1].isupper() for token in run)]


def person_in(run: Sequence[Token]) -> tuple[str, ...]:
    """The person's name at the end of a run, without offices before it; empty where it names no person."""
    words = list(run)
    while words and words[0].pos_ != "PROPN":
        words.pop(0)
    last_office = max((n for n, token in enumerate(words) if is_office(token.text)), default=-1)
    name = [token.text for token in words[last_office + 1 :]]
    if not 1 <= len(name) <= LONGEST_NAME or names_institution(name[-1]):
        return ()
    return tuple(name) if name[-1][:1].isupper() else ()


def has_office_before(run: Sequence[Token]) -> bool:
    """Whether an office stands in the run or right before it: "governor Tomas Rhee"."""
    first = run[0]
    before = first.nbor(-1) if first.i > 0 else None
    return any(is_office(token.text) for token in run[:-1]) or (
        before is not None and before.pos_ in ("NOUN", "PROPN") and is_office(before.text)
    )


def behind_article(run: Sequence[Token]) -> bool:
    """ "the Red Cross", "the European Union": persons have no article, unless an office stands before the name."""
    first = run[0]
    before = first.nbor(-1) if first.i > 0 else None
    return before is not None and before.lower_ in ARTICLES and not any(is_office(token.text) for token in run)


def behind_place_word(run: Sequence[Token]) -> bool:
    """ "governor of Lower Orle", "in Port Sael": most likely a place."""
    first = run[0]
    before = first.nbor(-1) if first.i > 0 else None
    return before is not None and before.lower_ in PLACE_WORDS


def has_owner(token: Token) -> bool:
    """ "Belmar's foreign minister", "its president"."""
    return any(part.dep_ == "poss" for part in token.children)


def full_name(chunk: Span) -> Span:
    """A name with what belongs to it behind a small word: "Medics | Without Walls"."""
    doc, end = chunk.doc, chunk.end
    while end + 1 < len(doc) and doc[end].pos_ == "ADP" and doc[end + 1].pos_ == "PROPN":
        end += 1
        while end < len(doc) and doc[end].pos_ == "PROPN":
            end += 1
    return doc[chunk.start : end]
