"""On which day each claim was said: stated beside its cue, carried over from the same claimant, or not stated."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from factcheck.domain.claims import PlaceRole
from factcheck.domain.days import Precision
from factcheck.language.attribution import Attribution
from factcheck.language.dates import Day, said_on
from factcheck.language.drafts import Draft, Reading
from factcheck.language.sources import after_comma
from factcheck.language.voices import Voice, Voices
from factcheck.language.wordlists import wordlists


@dataclass(frozen=True)
class Said:
    """The day of a saying, None where it is not stated, and the words it was read from."""

    day: date | None
    basis: str | None = None
    precision: Precision = Precision.DAY


UNSTATED = Said(None)


def said_days(found: Sequence[Draft], heard: Voices, published: date | None) -> list[Said]:
    """For each draft when it was said; the outlet speaks on the day it publishes."""
    stated = [_stated(draft, published) for draft in found]
    by_claimant: dict[str, dict[date, str]] = defaultdict(dict)
    for draft, said in zip(found, stated, strict=True):
        voice = heard.of(draft)
        if said is not None and said.single is not None and not voice.own:
            by_claimant[voice.claimant].setdefault(said.single, said.words)
    _dated_elsewhere(found, heard, published, by_claimant)
    offices = _mentions(found, heard)
    lead = _lead(found, heard, published)
    result: list[Said] = []
    latest = UNSTATED
    recent: dict[str, Said] = {}
    for draft, said in zip(found, stated, strict=True):
        voice = heard.of(draft)
        one = _resolved(draft, voice, said, published, latest)
        if one is UNSTATED:
            one = _carried(voice, by_claimant, offices, recent) or _with_the_act(voice, offices, lead)
        if said is not None and one.day is not None:
            recent[voice.claimant] = one
        latest = one if one.day is not None and not voice.own else latest
        result.append(one)
    return result


def _resolved(draft: Draft, voice: Voice, said: Day | None, published: date | None, latest: Said) -> Said:
    if voice.own:
        return Said(published)
    if said is not None:
        return Said(said.day, said.words.strip(), said.precision)
    if _says_later(draft) and latest.day is not None:
        return latest
    return UNSTATED


def _stated(draft: Draft, published: date | None) -> Day | None:
    """The day in the frame of the cue: "told reporters on Tuesday", "in a report published on Sunday"."""
    if draft.by is None or draft.by_reading is None:
        return None
    stated = said_on(frame_words(draft.by, draft.by_reading), published)
    return stated or said_on(_words_of_the_act(draft.by, draft.by_reading), published)


def _words_of_the_act(by: Attribution, reading: Reading) -> str:
    """ "Lee defended it on Monday, telling reporters that C": the day of the act that was a saying too."""
    verb = reading.paragraph.doc[by.verb]
    if verb.dep_ != "advcl" or verb.tag_ != "VBG" or not after_comma(verb):
        return ""
    times = [part for part in verb.head.children if part.dep_ in ("prep", "npadvmod") and part.i < verb.i]
    return " | ".join(part.doc[part.left_edge.i : part.right_edge.i + 1].text for part in times)


def frame_words(by: Attribution, reading: Reading) -> str:
    """The words of a frame as they stand, with a bar where something is left out."""
    doc = reading.paragraph.doc
    pieces = []
    before = None
    for i in sorted(by.frame - _about_the_source(by, doc)):
        pieces.append(" | " if before is not None and i != before + 1 else "")
        pieces.append(doc[i].text_with_ws)
        before = i
    return "".join(pieces)


def _about_the_source(by: Attribution, doc: Doc) -> set[int]:
    """ "Lee, a pilot | who took over in 2023, | said", "rejected it, | the second this year": no days of the saying.

    A document is dated by what is said of it.
    """
    if any(
        doc[i].lemma_.lower() in wordlists("cues")["documents"] for i in by.source if doc[i].head.i not in by.source
    ):
        return set()
    clauses = [doc[i] for i in by.source if doc[i].dep_ in ("relcl", "acl")]
    beside = [doc[i] for i in by.frame - by.source]
    clauses += [part for part in beside if part.dep_ == "appos" or (part.dep_ == "dobj" and after_comma(part))]
    return {token.i for clause in clauses for token in clause.subtree}


def _says_later(draft: Draft) -> bool:
    if draft.by is None or draft.by_reading is None:
        return False
    doc = draft.by_reading.paragraph.doc
    return any(doc[i].lower_ == "later" for i in draft.by.frame)


def _dated_elsewhere(
    found: Sequence[Draft], heard: Voices, published: date | None, by_claimant: dict[str, dict[date, str]]
) -> None:
    """ "The claims, made in a post on Monday, ..." dates what the claimant before it said without a day."""
    before = ""
    for draft in found:
        voice = heard.of(draft)
        if not voice.own:
            before = voice.claimant
            continue
        day = said_on(_about_the_saying(draft), published)
        if before and before not in by_claimant and day is not None and day.single is not None:
            by_claimant[before][day.single] = day.words


def _about_the_saying(draft: Draft) -> str:
    """What stands between commas behind "The claims": "made in a post on Monday"; nothing for other sentences."""
    doc = draft.reading.paragraph.doc
    tokens = [doc[i] for i in sorted(draft.whole)]  # "made in a post" may have been set apart as a claim of its own
    for n, token in enumerate(tokens[:OPENING]):
        if token.lemma_.lower() in wordlists("cues")["sayings"] and n + 1 < len(tokens) and tokens[n + 1].text == ",":
            rest = [other.text for other in tokens[n + 2 :]]
            return " ".join(rest[: rest.index(",")] if "," in rest else [])
    return ""


OPENING = 5
"""Tokens at the start of a sentence in which its subject is looked for."""


def _mentions(found: Sequence[Draft], heard: Voices) -> dict[str, set[str]]:
    """The words by which the article names each claimant: "ministry spokesman" for a later surname."""
    words: dict[str, set[str]] = defaultdict(set)
    for draft in found:
        voice = heard.of(draft)
        words[voice.claimant] |= set(voice.mention.lower().split())
    return words


def _carried(
    voice: Voice, by_claimant: dict[str, dict[date, str]], offices: dict[str, set[str]], recent: dict[str, Said]
) -> Said | None:
    """The one day on which this claimant, or the institution they speak for, is said to have spoken.

    Of several days the last one named before.
    """
    days = by_claimant.get(voice.claimant, {})
    if len(days) > 1:
        return recent.get(voice.claimant)
    if not days and voice.person:
        mention = offices[voice.claimant]
        behind = [name for name in by_claimant if name != voice.claimant and _last_word(name) in mention]
        days = by_claimant[behind[0]] if len(behind) == 1 else {}
    if len(days) != 1:
        return None
    day, words = next(iter(days.items()))
    return Said(day, words.strip())


def _last_word(name: str) -> str:
    return (name.lower().split() or [""])[-1]


@dataclass(frozen=True)
class Act:
    """What the outlet reports first, where it is dated: who did it, and when."""

    institution: frozenset[str]
    said: Said


def _lead(found: Sequence[Draft], heard: Voices, published: date | None) -> Act | None:
    """The dated act in the first own-voice claim of the body: "The bank kept its rate on Thursday"."""
    first = next((d for d in found if heard.of(d).own and d.reading.role is PlaceRole.BODY), None)
    if first is None or first is not next((d for d in found if d.reading.role is PlaceRole.BODY), None):
        return None
    day = said_on(" ".join(token.text for token in first.tokens), published)
    subject = next((token for token in first.tokens if token.dep_ in ("nsubj", "nsubjpass")), None)
    if day is None or day.single is None or subject is None:
        return None
    words = frozenset(token.lower_ for token in subject.subtree)
    return Act(words, Said(day.single, day.words.strip()))


def _with_the_act(voice: Voice, offices: dict[str, set[str]], lead: Act | None) -> Said:
    """An undated remark of whoever speaks for the institution whose dated act the article reports."""
    if lead is None or not voice.person:
        return UNSTATED
    pairs = (pair.split(":") for pair in wordlists("titles")["speaks_for"])
    mention = offices[voice.claimant]
    bound = any(office in mention and institution in lead.institution for office, institution in pairs)
    return lead.said if bound else UNSTATED
