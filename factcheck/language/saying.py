"""On which day each claim was said: stated beside its cue, carried over from the same claimant, or not stated."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from factcheck.language.attribution import Attribution
from factcheck.language.dates import Day, said_on
from factcheck.language.drafts import Draft, Reading
from factcheck.language.voices import Voice, Voices


@dataclass(frozen=True)
class Said:
    """The day of a saying, None where it is not stated, and the words it was read from."""

    day: date | None
    basis: str | None = None


UNSTATED = Said(None)


def said_days(found: Sequence[Draft], heard: Voices, published: date | None) -> list[Said]:
    """For each draft when it was said; the outlet speaks on the day it publishes."""
    stated = [_stated(draft, published) for draft in found]
    by_claimant: dict[str, dict[date, str]] = defaultdict(dict)
    for draft, said in zip(found, stated, strict=True):
        voice = heard.of(draft)
        if said is not None and said.day is not None and not voice.own:
            by_claimant[voice.claimant].setdefault(said.day, said.words)
    result: list[Said] = []
    latest = UNSTATED
    for draft, said in zip(found, stated, strict=True):
        voice = heard.of(draft)
        one = _resolved(draft, voice, said, by_claimant, published, latest)
        latest = one if one.day is not None and not voice.own else latest
        result.append(one)
    return result


def _resolved(
    draft: Draft,
    voice: Voice,
    said: Day | None,
    by_claimant: dict[str, dict[date, str]],
    published: date | None,
    latest: Said,
) -> Said:
    if voice.own:
        return Said(published)
    if said is not None:
        return Said(said.day, said.words.strip())
    if _says_later(draft) and latest.day is not None:
        return latest
    return _carried(voice, by_claimant)


def _stated(draft: Draft, published: date | None) -> Day | None:
    """The day in the frame of the cue: "told reporters on Tuesday", "in a report published on Sunday"."""
    if draft.by is None or draft.by_reading is None:
        return None
    return said_on(frame_words(draft.by, draft.by_reading), published)


def frame_words(by: Attribution, reading: Reading) -> str:
    """The words of a frame as they stand, with a bar where something is left out."""
    doc = reading.paragraph.doc
    pieces = []
    before = None
    for i in sorted(by.frame):
        pieces.append(" | " if before is not None and i != before + 1 else "")
        pieces.append(doc[i].text_with_ws)
        before = i
    return "".join(pieces)


def _says_later(draft: Draft) -> bool:
    if draft.by is None or draft.by_reading is None:
        return False
    doc = draft.by_reading.paragraph.doc
    return any(doc[i].lower_ == "later" for i in draft.by.frame)


def _carried(voice: Voice, by_claimant: dict[str, dict[date, str]]) -> Said:
    """The one day on which this claimant, or the institution they speak for, is said to have spoken."""
    days = by_claimant.get(voice.claimant, {})
    if not days and voice.person:
        mention = set(voice.mention.lower().split())
        behind = [
            name for name in by_claimant if name and name.split()[-1].lower() in mention and name != voice.claimant
        ]
        days = by_claimant[behind[0]] if len(behind) == 1 else {}
    if len(days) != 1:
        return UNSTATED
    day, words = next(iter(days.items()))
    return Said(day, words.strip())
