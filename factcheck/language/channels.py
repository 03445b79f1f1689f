"""In what form words reached the outlet: "a post on Telegram", "a news conference", "an interview"."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from factcheck.language.attribution import Attribution
from factcheck.language.dates import stated
from factcheck.language.drafts import Reading
from factcheck.language.wordlists import wordlists

MOST = 10
"""Words of a channel; what is longer is cut behind the noun."""
OF_A_FORM = frozenset({"on", "to", "with", "in", "of", "at"})
"""Small words behind a form that say where or with whom: "an interview with the Herald"."""


def channel_of(by: Attribution, reading: Reading) -> str:
    """The form in which a saying was made, as the words around its cue say it; empty where they do not."""
    doc = reading.paragraph.doc
    around = sorted(by.frame | by.source | _video(by, reading))
    found = list(_named([doc[i] for i in around if 0 <= i < len(doc)]))
    found.sort(key=lambda one: one[0])
    return found[0][1] if found else _by_verb(doc[by.verb])


def _video(by: Attribution, reading: Reading) -> frozenset[int]:
    """What was published, where the content is what it shows: "posted a video showing C"."""
    if by.family != "publishing":
        return frozenset()
    verb = reading.paragraph.doc[by.verb]
    return frozenset(part.i for part in verb.children if part.dep_ == "dobj")


def _named(tokens: Iterable[Token]) -> Iterator[tuple[int, str]]:
    """Each channel among the words with its rank: a form, a platform, an audience."""
    tokens = list(tokens)
    inside = {token.i for token in tokens}
    for token in tokens:
        if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("nsubj", "nsubjpass", "compound", "poss", "amod"):
            continue
        for rank, kind in enumerate(("forms", "platforms", "audiences")):
            if _is(token, kind) and (rank or _introduced(token)):
                yield rank, _phrase(token, inside, whole=rank == 0)


def _is(token: Token, kind: str) -> bool:
    return token.lemma_.lower() in wordlists("channels")[kind] or token.lower_ in wordlists("channels")[kind]


def _introduced(noun: Token) -> bool:
    """Whether a form stands where a saying has one: "in a post", "told a briefing", "posted a video"."""
    return noun.dep_ in ("pobj", "dobj", "dative", "npadvmod")


def _phrase(noun: Token, inside: set[int], *, whole: bool) -> str:
    """A noun with what describes it, without the day; "his" and "its" are left as the text has them."""
    doc = noun.doc
    words = [doc[i] for i in range(noun.left_edge.i, noun.i + 1)]
    behind = [part for part in noun.children if part.dep_ == "prep" and part.lower_ in OF_A_FORM] if whole else []
    for part in behind[:1]:
        more = [doc[i] for i in range(part.i, part.right_edge.i + 1)]
        day = stated(doc[part.i : part.right_edge.i + 1].text, None)
        if not day and len(words) + len(more) <= MOST and all(word.i in inside for word in more):
            words += more
    return " ".join("".join(word.text_with_ws for word in words).split()).strip(" ,;:")


def _by_verb(verb: Token) -> str:
    pairs = dict(pair.split(":") for pair in wordlists("channels")["by_verb"])
    return pairs.get(verb.lemma_.lower(), "")
