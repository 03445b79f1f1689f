"""What a claimant is called inside a sentence: with its article, and with its country where the text gives one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from factcheck.language.names import ARTICLES, is_office, names_institution, names_office

NATIONAL = ("an", "ese", "ish", "nch", "tch", "eli", "aqi", "eek", "iss")
"""Endings of adjectives that say of which country something is: "Valmoran", "Turkish"."""
NO_NATION = frozenset({"urban", "human", "suburban", "veteran"})


@dataclass
class Callings:
    """How an article calls its institutions: which have an article, and whose they are."""

    articled: set[str] = field(default_factory=set)
    nations: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def learn(self, doc: Doc) -> None:
        """Take in "the Hydrological Service" and "Valmoran Defence Minister"."""
        for chunk in doc.noun_chunks:
            if chunk[0].lower_ == "the" and len(chunk) > 1:
                self.articled.add(chunk[1:].text)
            nation = next((n for n, token in enumerate(chunk) if _is_national(token)), None)
            if nation is not None:
                for key in _bodies_behind(chunk, nation):
                    self.nations[key].add(chunk[nation].text)

    def called(self, claimant: str, mention: Sequence[Token]) -> str:
        """ "the Valmoran defence ministry" for "defence ministry"; a name without an article as it is."""
        first = mention[0].lower_ if mention else ""
        words = " ".join(token.text for token in mention[1:]).replace(" '", "'").replace(" ’", "’")
        lead = first if first in ARTICLES and words.startswith(claimant.replace(" '", "'")) else ""
        nation = self._nation(claimant)
        if not lead and (claimant in self.articled or nation or _is_common(claimant)) and not _is_owned(claimant):
            lead = "the"
        if nation and lead in ("a", "an"):
            lead = "the"
        return " ".join(word for word in (lead, nation, _set_off(claimant)) if word)

    def of_nation(self, claimant: str) -> str:
        """ "Valmoran defence ministry" for "defence ministry", where the article says so; else as it is."""
        nation = self._nation(claimant)
        return f"{nation} {claimant}" if nation and not _is_owned(claimant) else claimant

    def _nation(self, claimant: str) -> str:
        found = self.nations.get(claimant.lower(), set())
        return next(iter(found)) if len(found) == 1 else ""


def _is_national(token: Token) -> bool:
    word = token.text
    return (
        token.tag_ in ("JJ", "NNP")
        and word[0].isupper()
        and word.endswith(NATIONAL)
        and word.lower() not in NO_NATION
        and not is_office(word)
    )


def _bodies_behind(chunk: Span, nation: int) -> list[str]:
    """The institution behind an adjective, in lower case; a minister speaks of a ministry."""
    words = [token.lower_ for token in chunk[nation + 1 :]]
    at = next((n for n, word in enumerate(words) if names_institution(word) or names_office(word)), None)
    if at is None:
        return []
    key = " ".join(words[: at + 1])
    return [key.removesuffix("minister") + "ministry"] if words[at] == "minister" else [key]


def _is_common(claimant: str) -> bool:
    """A single thing without a name: "opposition", "manufacturer of the supplement", but not "officials"."""
    head = claimant.split(" of ")[0].split(" for ")[0].split(" by ")[0].split()
    return claimant[:1].islower() and bool(head) and not ends_as_many(head[-1])


def ends_as_many(name: str) -> bool:
    """ "officials", but not "boss": a plural by its ending, where there is no sentence to tell."""
    return name.endswith("s") and not name.endswith("ss")


def _is_owned(claimant: str) -> bool:
    """ "Sarn's health ministry" takes no article."""
    return any(word.endswith(("'s", "’s", "s'", "s’")) for word in claimant.split()[:-1])


def _set_off(claimant: str) -> str:
    """With the second comma of "the operator of the dam, upstream of the town,"."""
    return f"{claimant}," if ", " in claimant else claimant
