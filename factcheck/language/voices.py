"""Whose voice each attribution is, over a whole article: claimant, the way it came, and what "he" means where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from factcheck.language.attribution import Attribution
from factcheck.language.claimants import Registry
from factcheck.language.drafts import Draft, Reading
from factcheck.language.names import ARTICLES, name_runs, names_institution
from factcheck.language.things import Thing, its_owner, thing_of
from factcheck.language.wordlists import wordlists


@dataclass(frozen=True)
class Voice:
    """Who speaks; `own` is the outlet itself. `mention` is how the text names the claimant here.

    `called` is the claimant as it stands inside a sentence, with its article: "the defence ministry".
    """

    claimant: str
    chain: tuple[str, ...]
    person: bool = False
    own: bool = False
    mention: str = ""
    called: str = ""


@dataclass(frozen=True)
class Voices:
    """The voices of an article by attribution, and the person that a "he" means in each sentence."""

    outlet: str
    spoken: Mapping[int, Voice]
    persons: Mapping[int, str]
    things: Mapping[int, Thing]
    topics: Mapping[int, Thing]
    companies: Mapping[str, str]
    people: Mapping[str, str]

    def of(self, draft: Draft) -> Voice:
        found = self.spoken.get(id(draft.by)) if draft.by is not None else None
        return found or Voice(self.outlet, _chain(self.outlet), own=draft.by is None, called=self.outlet)

    def owners(self, draft: Draft) -> dict[Token, str]:
        """Whose an "its" is in the words of a person, who is no "it"."""
        voice = self.of(draft)
        if not voice.person or draft.by is None or draft.by_reading is not draft.reading:
            return {}
        return its_owner(draft.tokens, draft.by.source, self.topics.get(id(draft.reading)))

    def meant(self, draft: Draft) -> str:
        """Whom the pronoun means that an own-voice claim begins with; "" where that is not sure."""
        first = _pronoun_in(draft.tokens)
        if first.lower_ in wordlists("titles")["bare_persons"] or first.lower_ == "his":
            return self.persons.get(id(draft.reading), "")
        thing = self.things.get(id(draft.reading))
        begins = first.i == draft.reading.sent.start
        return thing.words if thing is not None and begins and thing.fits(first) else ""


def _pronoun_in(tokens: Sequence[Token]) -> Token:
    """The first word, or in "a post, in which | he apologised" the word behind the "which"."""
    behind = [token.nbor() for token in tokens[:-1] if token.tag_ in ("WDT", "WRB")]
    return behind[0] if behind and behind[0].pos_ == "PRON" else tokens[0]


def _chain(*links: str) -> tuple[str, ...]:
    """The links that are known, without neighbours that are the same."""
    chain: list[str] = []
    for link in links:
        if link and (not chain or chain[-1] != link):
            chain.append(link)
    return tuple(chain)


def voices(readings: Sequence[Reading], outlet: str) -> Voices:
    """Resolve every source of an article in reading order."""
    registry = Registry()
    seen: set[int] = set()
    for reading in readings:
        if id(reading.paragraph) not in seen:
            seen.add(id(reading.paragraph))
            registry.learn(reading.paragraph.doc, reading.paragraph.offset)
    spoken: dict[int, Voice] = {}
    persons: dict[int, str] = {}
    things: dict[int, Thing] = {}
    topics: dict[int, Thing] = {}
    before: Reading | None = None
    for reading in readings:
        thing = thing_of(before, registry.people) if before is not None else None
        if before is not None and thing is not None and before.paragraph is reading.paragraph:
            things[id(reading)] = thing
        if thing is not None and (thing.named or id(reading) in things):
            topics[id(reading)] = thing
        before = reading
        persons[id(reading)] = registry.last_person
        for one in reading.attributions:
            spoken[id(one)] = _voice(one, reading, registry, outlet)
        _note_subjects(reading, registry)
    return Voices(outlet, spoken, persons, things, topics, registry.companies.the_only_one(), registry.people)


def _note_subjects(reading: Reading, registry: Registry) -> None:
    """Note whom a later "he" or "it" may mean; what is quoted or said by others does not lead on."""
    if not reading.quoted:
        registry.saw_subjects(reading.sent)
        if not reading.attributions:
            registry.saw_body(reading.sent, reading.paragraph.offset)


def _voice(one: Attribution, reading: Reading, registry: Registry, outlet: str) -> Voice:
    doc, offset = reading.paragraph.doc, reading.paragraph.offset
    mention = [doc[i] for i in sorted(one.source)]
    at = offset + (mention[0].idx if mention else doc[one.verb].idx)
    outer = [registry.resolve([doc[i] for i in sorted(source)], at) for source in one.through]
    claimant = _itself(one, reading) if _is_it(mention) else ""
    if len(mention) == 1 and mention[0].lower_ in wordlists("titles")["bare_persons"]:
        registry.saw_subjects(token for token in reading.sent if token.i < mention[0].i and token.i not in one.frame)
    claimant = claimant or registry.resolve(mention, at)
    via = _agency([doc[i] for i in sorted(one.via)]) or _medium([doc[i] for i in sorted(one.frame - one.source)])
    if not claimant:
        return Voice(outlet, _chain(outlet, via), called=outlet)
    _remember_documents(one, doc, claimant, registry)
    known = claimant in registry.people.values() or claimant == registry.last_person
    person = known and not registry.companies.introduces(claimant)
    words = " ".join(token.text for token in mention)
    named = claimant if person and claimant[0].isupper() else registry.callings.called(claimant, mention)
    claimant = claimant if person else registry.callings.of_nation(claimant)
    return Voice(claimant, _chain(outlet, via, *outer, claimant), person, mention=words, called=named)


def _is_it(mention: Sequence[Token]) -> bool:
    return len(mention) == 1 and mention[0].lower_ in wordlists("titles")["bare_bodies"]


def _itself(one: Attribution, reading: Reading) -> str:
    """ "The regulator has fined the airline, it announced": the subject of the content, where it can speak."""
    doc = reading.paragraph.doc
    if not one.content or min(one.content) > one.verb:
        return ""
    subject = next((doc[i] for i in sorted(one.content) if doc[i].dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or not _can_speak(subject.lemma_.lower()):
        return ""
    words = [token for token in doc[subject.left_edge.i : subject.i + 1] if token.lower_ not in ARTICLES]
    return " ".join(token.text for token in words)


def _can_speak(noun: str) -> bool:
    return names_institution(noun) or noun in wordlists("titles")["groups"]


def _agency(tokens: Sequence[Token]) -> str:
    """ "the state agency VNA" is VNA; "Russian news agencies" stays as it is."""
    runs = name_runs(tokens)
    if runs and runs[-1][-1] is tokens[-1] and not any(token.lower_ == "of" for token in tokens):
        return " ".join(token.text for token in runs[-1])
    clause = next((n for n, token in enumerate(tokens) if n and token.lower_ in RELATIVES), len(tokens))
    words = [token for n, token in enumerate(tokens[:clause]) if n or token.lower_ not in ARTICLES]
    return " ".join(token.text for token in words).strip(" ,.").replace(" 's", "'s").replace(" ’s", "’s")


RELATIVES = frozenset({"that", "which", "who", "whom", "whose"})


def _medium(tokens: Sequence[Token]) -> str:
    """ "told the broadcaster Vell One", "in an interview with the Osk Courier": the medium, "" where none is named."""
    media = wordlists("titles")["media"]
    for run in name_runs(tokens):
        before = run[0].nbor(-1) if run[0].i else run[0]
        if before.lower_ in media or any(word.lower_ in media for word in run):
            after = run[-1].nbor() if run[-1].i + 1 < len(run[-1].doc) else None
            numbered = [after] if after is not None and after.pos_ == "NUM" else []  # "Vell One", "Channel 5"
            return " ".join(word.text for word in (*run, *numbered))
    return ""


def _remember_documents(one: Attribution, tokens: Iterable[Token], claimant: str, registry: Registry) -> None:
    """ "put it at 850 in a report": a later "the report" speaks for the same claimant."""
    documents = wordlists("cues")["documents"]
    doc = list(tokens)
    for i in one.frame - one.source:
        if doc[i].pos_ == "NOUN" and doc[i].lemma_.lower() in documents:
            registry.published_by[doc[i].lemma_.lower()] = claimant
