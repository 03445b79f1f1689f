"""Gap prompts: what a search for a claim has not brought, in the words of somebody who looks over one's shoulder."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from factcheck.domain.evidence import SourceKind
from factcheck.domain.texts import say


@dataclass(frozen=True, slots=True)
class Seen:
    """A report or an attached source, as far as the prompts look at it.

    `origin` names its group of copies, `hindsight` says whether it is younger than the claim (None: not known).
    """

    url: str = ""
    outlet: str = ""
    owner: str = ""
    language: str = ""
    origin: str = ""
    kind: SourceKind | None = None
    hindsight: bool | None = None

    @property
    def publisher(self) -> str:
        return (self.outlet or urlsplit(self.url).hostname or "").casefold()


@dataclass(frozen=True, slots=True)
class Party:
    """A country that may be a party to a claim: its language, and how words for it and its people begin."""

    language: str
    name: str
    stems: tuple[str, ...]

    def is_named_in(self, text: str) -> bool:
        return re.search(rf"\b(?:{'|'.join(map(re.escape, self.stems))})", text, re.IGNORECASE) is not None


# Stems in the languages that the desk splits; each is long enough to begin no other word that is common.
PARTIES = (
    Party("ar", "Arabic", ("egypt", "ägypt", "égypt", "iraq", "irak", "syria", "syrien", "syrie", "saudi", "palestin")),
    Party("de", "German", ("german", "deutsch", "allemand", "alemán", "austria", "österreich", "німе", "неме")),
    Party("es", "Spanish", ("spain", "spanish", "spani", "españ", "mexic", "mexik", "argentin")),
    Party("fa", "Persian", ("iran", "persian", "іран", "иран")),
    Party("fr", "French", ("france", "french", "frankreich", "französ", "français", "francia", "франц")),
    Party("he", "Hebrew", ("israel", "ізраїл", "израил")),
    Party("it", "Italian", ("italy", "italian", "italien", "itali")),
    Party("pl", "Polish", ("poland", "polish", "polen", "polnisch", "pologne", "polonia", "польщ", "польш")),
    Party("ru", "Russian", ("russia", "russisch", "russland", "russie", "rusia", "rusya", "росі", "росс", "kremlin")),
    Party("tr", "Turkish", ("turkey", "turkish", "türk", "turqu", "turquía", "туреч", "турци")),
    Party("uk", "Ukrainian", ("ukrain", "ucrani", "ukrayn", "україн", "украин", "kyiv", "kiew", "київ", "киев")),
    Party("zh", "Chinese", ("china", "chinese", "chinesisch", "chinois", "çin", "кита")),
)  # fmt: skip

_OFFICIAL = re.compile(
    r"(?:^|\.)(?:gov|mil|gouv|gob|gub|govt|gv|parliament|admin|bund)\.[a-z]{2,3}$|\.(?:gov|mil|int)$"
    r"|(?:^|\.)(?:gov|gouv|gob|govt|mil|gv)\.[a-z.]{2,6}$|(?:^|\.)(?:europa\.eu|un\.org|bund\.de|admin\.ch)$"
)  # statistics.gov.uk, www.defense.gov, insee.gouv.fr, eur-lex.europa.eu


def is_official(seen: Seen) -> bool:
    """Whether something comes from an authority itself: it was attached as a primary source, or its host is one."""
    return seen.kind is SourceKind.PRIMARY or _OFFICIAL.search((urlsplit(seen.url).hostname or "").lower()) is not None


def parties_of(about: str, language: str, wanted: Collection[str]) -> list[str]:
    """The languages of the parties that a text names, as far as they are wanted and not its own."""
    return [each.language for each in PARTIES if each.language in set(wanted) - {language} and each.is_named_in(about)]


def gaps(
    about: str, language: str, reports: Sequence[Seen], sources: Sequence[Seen], wanted: Collection[str] = ()
) -> tuple[str, ...]:
    """The prompts for a claim. `about` is its text with its claimant, `language` that of the article.

    `wanted` are the languages in which the desk has claims searched: where there are any, no other one is missed.
    """
    everything = [*reports, *sources]
    said = (
        no_official_document(everything),
        *no_report_in(about, language, everything, wanted),
        all_from_one(everything),
        all_of_one_origin(reports),
        all_in_hindsight(reports),
    )
    return tuple(sentence for sentence in said if sentence)


def no_official_document(seen: Sequence[Seen]) -> str:
    return "" if any(is_official(each) for each in seen) else say("No official document.")


def no_report_in(about: str, language: str, seen: Sequence[Seen], wanted: Collection[str] = ()) -> tuple[str, ...]:
    """One for each language of a party that the claim names; the article's own language is asked for anyway."""
    have = {each.language.partition("-")[0] for each in seen}
    named = parties_of(about, language, wanted or {party.language for party in PARTIES})
    return tuple(
        say("No report in %(language)s.", language=say(party.name))
        for party in PARTIES
        if party.language in set(named) - have
    )


def all_from_one(seen: Sequence[Seen]) -> str:
    """Two and more that come from one owner, or where no owners are known from one outlet."""
    if len(seen) < 2:
        return ""
    owners = {each.owner.casefold() for each in seen}
    if len(owners) == 1 and seen[0].owner:
        return say("All from one owner: %(owner)s.", owner=seen[0].owner)
    publishers = {each.publisher for each in seen}
    one = seen[0].outlet or seen[0].publisher  # a call or a document has none
    return say("All from one outlet: %(outlet)s.", outlet=one) if one and len(publishers) == 1 else ""


def all_of_one_origin(reports: Sequence[Seen]) -> str:
    if len(reports) < 2 or len({each.origin for each in reports}) > 1:
        return ""
    return say("All %(count)s reports have one origin.", count=len(reports))


def all_in_hindsight(reports: Sequence[Seen]) -> str:
    if not reports or not all(each.hindsight for each in reports):
        return ""
    return say("Nothing that was known on the day of the claim: all reports are younger.")
