"""Which organisation a short name or "the company" means: read off the article's own introductions of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from factcheck.language.names import name_runs
from factcheck.language.wordlists import wordlists


@dataclass
class Companies:
    """The organisations that an article introduces, with the place of the introduction and what they are called."""

    introduced: list[tuple[int, str, str]] = field(default_factory=list)

    def learn(self, doc: Doc, offset: int) -> None:
        """Take in "the mining company Osk", "Carmaker Osk Motors" and "Osk Motors, a carmaker"."""
        for kind, name in _introductions(doc):
            self.introduced.append((offset + name[0].idx, kind, " ".join(token.text for token in name)))

    def full_name(self, short: str) -> str:
        """ "Osk" is "Osk Motors" where the article introduces exactly one name that begins so; else "" ."""
        full = {name for _, _, name in self.introduced if name.split()[0] == short and name != short}
        return full.pop() if len(full) == 1 else ""

    def introduces(self, name: str) -> bool:
        return any(name == other for _, _, other in self.introduced)

    def the_only_one(self) -> dict[str, str]:
        """What the article calls its company, where it introduces only one: {"company": "Osk Motors"}."""
        names = {name for _, _, name in self.introduced}
        if len(names) != 1:
            return {}
        return dict.fromkeys({"company", *(kind for _, kind, _ in self.introduced)}, names.pop())

    def meant(self, noun: str, at: int) -> str:
        """ "the company" is the one organisation of that kind introduced before `at`; "" where there are several."""
        kinds = wordlists("titles")["company_kinds"]
        fitting = {
            name for place, kind, name in self.introduced if place < at and (kind == noun or noun in GENERAL & kinds)
        }
        return fitting.pop() if len(fitting) == 1 else ""


GENERAL = frozenset({"company", "firm", "group", "business"})
"""Words that stand for every kind of company."""


def _introductions(doc: Doc) -> Iterator[tuple[str, list[Token]]]:
    kinds = wordlists("titles")["company_kinds"]
    for run in name_runs(doc):
        words = [token for token in run if token.lower_ not in kinds]
        inside = next((token.lower_ for token in run if token.lower_ in kinds and token is run[0]), "")
        before = _kind_before(run[0])
        behind = _kind_behind(run[-1])
        kind = inside or before or behind
        if kind and words and words[0].text[:1].isupper():
            yield kind, words


def _kind_before(first: Token) -> str:
    """ "the company, Osk Motors", "the airline Osk": the kind right before a name."""
    at = first.i - 1
    if at > 0 and first.doc[at].text == ",":
        at -= 1
    word = first.doc[at] if at >= 0 else None
    return word.lower_ if word is not None and word.lower_ in wordlists("titles")["company_kinds"] else ""


def _kind_behind(last: Token) -> str:
    """ "Osk Motors, a carmaker": the kind in an apposition."""
    for part in last.children:
        if part.dep_ == "appos" and part.lower_ in wordlists("titles")["company_kinds"]:
            return part.lower_
    return ""
