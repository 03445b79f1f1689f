"""The words of a mention: without its edges, without what stands beside a name, and who speaks through a document."""

from collections.abc import Sequence

from spacy.tokens import Token

from factcheck.language.names import ARTICLES, name_runs
from factcheck.language.wordlists import wordlists

LONGEST_MENTION = 120
"""Characters of a claimant; a longer mention is cut at a comma."""


def without_edges(mention: Sequence[Token]) -> list[Token]:
    """The words of a mention without the article before and the marks around them."""
    words = list(mention)
    while words and (words[0].lower_ in ARTICLES or words[0].is_punct):
        words.pop(0)
    while words and words[-1].is_punct:
        words.pop()
    return words


def stands_first(run: Sequence[Token], mention: Sequence[Token]) -> bool:
    """ "Ida Moe of Fjord Securities", "Ida Moe, a broker": the name leads, and says where the person belongs."""
    after = [token for token in mention if token.i > run[-1].i]
    return run[0] is mention[0] and bool(after) and after[0].lower_ in ("of", "from", "at", ",")


def before_or_behind_comma(words: list[Token]) -> list[Token]:
    """ "Skylane, the second-biggest carrier" is Skylane; so is "the country's carrier, Skylane"."""
    comma = next((n for n, word in enumerate(words) if n and word.text == ","), None)
    if comma is None:
        return words
    root = next((word for word in words if word.head not in words), words[-1])
    if words[comma - 1].text[:1].isupper() or root.tag_ == "NNS":
        return words[:comma]  # "residents of the capital, Suri" are not Suri
    behind = [word for word in words[comma + 1 :] if not word.is_punct]
    return behind if behind and all(word.text[:1].isupper() for word in behind) else words


def author(words: list[Token]) -> list[Token]:
    """Whoever speaks through a document: "figures released by the office", "the office's figures"; else nobody."""
    first = (
        words[0].lemma_.lower() in wordlists("cues")["documents"] or words[0].lower_ in wordlists("cues")["documents"]
    )
    if first and len(words) > 2 and words[1].lower_ == "from":
        seen = next((n for n, word in enumerate(words) if n > 2 and word.dep_ == "acl"), len(words))
        return [word for word in words[2:seen] if word.lower_ not in ARTICLES]
    root = next((word for word in words if word.head not in words), words[-1])
    if root.lemma_.lower() not in wordlists("cues")["documents"] and root.lower_ not in wordlists("cues")["documents"]:
        return []
    owner = next((part for part in root.children if part.dep_ == "poss" and part.pos_ != "PRON"), None)
    if owner is not None:
        return [part for part in owner.subtree if part.dep_ not in ("case", "det")]
    for part in root.children:
        by = part if part.lower_ == "from" else next((b for b in part.children if b.lower_ == "by"), None)
        authored = part.lower_ == "from" or part.lemma_.lower() in wordlists("cues")["authored"]
        noun = next((b for b in by.children if b.dep_ == "pobj"), None) if by is not None and authored else None
        if noun is not None:
            return [b for b in noun.doc[noun.left_edge.i : noun.i + 1] if b.lower_ not in ARTICLES]
    return []


def joined(words: Sequence[Token]) -> str:
    """The words as they stand, cut at a comma where they are many."""
    doc = words[0].doc
    relative = next((n for n, word in enumerate(words) if n and word.tag_ in ("WP", "WDT")), len(words))
    words = words[:relative]
    text = doc[words[0].i : words[-1].i + 1].text
    return text if len(text) <= LONGEST_MENTION else text[:LONGEST_MENTION].rsplit(",", 1)[0].rsplit(" ", 1)[0]


def without_article(phrase: str) -> str:
    first, _, rest = phrase.partition(" ")
    return rest if first.lower() in ARTICLES and rest else phrase


def described(words: list[Token]) -> list[Token]:
    """ "state broadcaster NTV" is NTV: small words before a name that ends the phrase are left out."""
    runs = name_runs(words)
    if not runs or runs[-1][-1] is not words[-1]:
        return words
    before = [word for word in words if word.i < runs[-1][0].i]
    plain = all(word.pos_ in ("NOUN", "ADJ") and (word.text.islower() or word.i == 0) for word in before)
    if before and plain:
        return list(runs[-1])
    first = words[0]
    if first.lower_ in ("neighbouring", "neighboring", "nearby") and len(words) > 1:
        return words[1:]
    kind = first.lower_ in wordlists("titles")["groups"] and len(words) > 1 and first.is_sent_start
    return words[1:] if kind else words


def belongs_inside(run: Sequence[Token], mention: list[Token]) -> bool:
    """ "a spokesman for Ann Lee" is not Ann Lee, "doctors at St Anna hospital" are not St Anna."""
    inside = {token.i for token in mention}
    at = run[-1]
    while at.head.i in inside and at.head.i != at.i and at.dep_ != "appos":
        at = at.head
        if at.pos_ == "ADP":
            return True
    return False
