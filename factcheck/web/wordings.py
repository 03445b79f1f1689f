"""How values read on a page: ages, counts, stages and the difference between two wordings."""

import difflib
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from factcheck.domain.coverage import of_claim
from factcheck.domain.days import Precision, spelled
from factcheck.domain.earlier import Came
from factcheck.domain.evidence import AskStatus, Medium, Stance
from factcheck.domain.queries import is_hindsight
from factcheck.domain.review import Move, Stage
from factcheck.domain.sheets import COUNTED_MOST, ClaimRow, EarlierSheet
from factcheck.domain.texts import later
from factcheck.domain.watching import WatchState

_SENTENCE_END = re.compile(r"[.!?]\s|\n")  # ". " or a line end
_WORD = re.compile(r"\s+|\d+(?:[.,]\d+)+|\w+|[^\w\s]")  # "60,000 men" gives "60,000", " ", "men": a number is one word

STANCE_WORDS = {
    Stance.SUPPORTS: "supports it",
    Stance.REFUTES: "refutes it",
    Stance.CONTEXT: "gives context",
    Stance.REPEATS: "only repeats the claimant",
}
STANCE_ICONS = {
    Stance.SUPPORTS: "check",
    Stance.REFUTES: "x",
    Stance.CONTEXT: "info",
    Stance.REPEATS: "repeat-2",
}
MEDIUM_WORDS = {
    Medium.WEB: "web page",
    Medium.UPLOAD: "uploaded file",
    Medium.DOCUMENT: "document",
    Medium.CALL: "phone call",
    Medium.RECORDING: "recording",
    Medium.PERSON: "person",
}
WATCH_WORDS = {
    WatchState.NEW: "not looked at again yet",
    WatchState.UNCHANGED: "unchanged",
    WatchState.CHANGED: "changed outside the passage",
    WatchState.PASSAGE_GONE: "the passage was gone",
    WatchState.CORRECTED: "a correction notice stood there",
    WatchState.DEAD: "the page was gone",
}
ASK_WORDS = {
    AskStatus.FOUND: "found",
    AskStatus.NOTHING: "nothing found",
    AskStatus.THROTTLED: "asked us to wait",
    AskStatus.ERROR: "failed",
    AskStatus.OFF: "switched off",
}
STAGE_WORDS = {
    Stage.QUEUED: "in the queue",
    Stage.CHECKING: "being checked",
    Stage.SUBMITTED: "waiting for approval",
    Stage.APPROVED: "approved",
    Stage.DISMISSED: "dismissed",
    Stage.VOIDED: "voided",
}
SIGNS = {
    "open": ("", later("to be checked")),
    "in work": ("\u2026", later("being checked or waiting for approval")),
    "confirmed": ("\u2713", later("confirmed")),
    "disputed": ("\u2717", later("disputed")),
    "unverified": ("?", later("unverified")),
    "not checkable": ("\u2013", later("not checkable")),
    "voided": ("\u2298", later("voided")),
}
"""How a claim stands: what follows its number in the text, and what the legend says."""
MOVE_WORDS = {
    Move.TAKE: "Take this claim",
    Move.DISMISS: "Dismiss",
    Move.RELEASE: "Release",
    Move.ASSIGN: "Assign",
    Move.SUBMIT: "Send to editor",
    Move.WITHDRAW: "Withdraw",
    Move.AMEND: "Amend",
    Move.RETURN: "Return",
    Move.APPROVE: "Approve",
    Move.REOPEN: "Reopen",
    Move.VOID: "Void",
    Move.RESTORE: "Restore to the queue",
}
DONE_WORDS = {
    "add": "added the claim",
    "alert": "saw a change",
    "amend": "amended the finding",
    "approve": "approved the finding",
    "ask opinion": "asked for a second opinion",
    "assign": "assigned it",
    "attach": "attached a source",
    "change source": "changed a source",
    "close opinion": "went on without the second opinion",
    "detach": "removed a source",
    "dismiss": "dismissed it",
    "edit": "edited the claim",
    "found": "found it in the article",
    "give opinion": "gave a second opinion",
    "lapse": "gave it back, its time had run out",
    "merge": "merged it into another claim",
    "merged in": "merged another claim into it",
    "open": "opened it",
    "place origin": "decided about the origin of a report",
    "read answer": "read the first answer",
    "release": "gave it back",
    "release opinion": "gave the second opinion back",
    "reopen": "reopened it",
    "restore": "restored it",
    "return": "returned it",
    "search again": "had it searched again",
    "set aside": "set an alert aside",
    "split": "split it in two",
    "split off": "split it off from another claim",
    "submit": "sent a finding",
    "take": "took it",
    "take opinion": "took the second opinion",
    "triage": "set how it is worked on",
    "void": "voided what is published",
    "withdraw": "withdrew the finding",
}
"""What an entry of a claim's history says its person did."""

ENDED = (
    later("approved without it"),
    later("the claim was dismissed"),
    later("the check was voided"),
    later("an editor went on without it"),
)
"""Why a second opinion is not waited for any more: the words are those of services/opinions.py."""

DONE_ABOUT = {
    "article": {
        "bring in": "brought it in",
        "describe": "corrected what is known about it",
        "look at": "looked at sentences and found nothing to check",
        "look away": "took back that sentences hold nothing to check",
        "revision": "kept a new text of it",
        "sign off": "signed it off",
        "split": "split it into claims",
        "try again": "had it tried again",
        "withdraw sign-off": "withdrew the sign-off",
    },
    "person": {
        "add": "added this person",
        "add token": "made a token",
        "change roles": "changed the roles",
        "disable": "shut this person out",
        "enable": "let this person in again",
        "end session": "ended a session",
        "invite": "made a one-time link",
        "new recovery codes": "made new recovery codes",
        "new password": "set a new password",
        "reset second factor": "took the second factor away",
        "revoke token": "revoked a token",
        "set up second factor": "set up a second factor",
        "sign in": "signed in",
        "switch off second factor": "switched the second factor off",
    },
    "plugin": {
        "settings changed": "changed the settings",
        "switched off": "switched it off",
        "switched on": "switched it on",
    },
}
"""The same for the histories of other things."""


LANGUAGES: dict[str, str] = {
    "ar": "Arabic", "zh": "Chinese", "cs": "Czech", "nl": "Dutch", "en": "English", "fr": "French", "de": "German",
    "he": "Hebrew", "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "fa": "Persian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "es": "Spanish", "tr": "Turkish", "uk": "Ukrainian",
}  # fmt: skip
"""The languages that forms offer for a text; what a text brings along by itself may be any other."""

CUT = 200
"""Characters: context shorter than this was not cut out of more."""


def age(since: datetime, now: datetime) -> str:
    """How long ago, in one unit: "4 min", "3 h", "12 d"."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def days_ago(since: datetime, now: datetime) -> str:
    """How long ago, as one says it: "today", "12 days ago", "4 months ago"."""
    days = max(0, (now - since).days)
    if days == 0:
        return "today"
    size, word = next((each for each in AGO if days >= each[0] * 2), (1, "day"))
    return f"{count(days // size, word)} ago"


AGO = ((365, "year"), (30, "month"), (7, "week"))
"""Days, and what so many are called; from two of them on."""


def due_words(day: date, now: datetime) -> str:
    """When something is due, as one says it: "overdue since 3 May", "due today", "due tomorrow", "due 14 May"."""
    days = (day - now.date()).days
    spelled_out = f"{day.day} {day:%b}" if day.year == now.year else f"{day.day} {day:%b %Y}"
    if days < 0:
        return f"overdue since {spelled_out}"
    return {0: "due today", 1: "due tomorrow"}.get(days, f"due {spelled_out}")


def left(until: datetime, now: datetime) -> str:
    """How much time is left: "12 min", "under a minute", "run out"."""
    rest = until - now
    if rest <= timedelta(0):
        return "run out"
    minutes = int(rest.total_seconds() // 60)
    return f"{minutes} min" if minutes else "under a minute"


def lasted(time: timedelta) -> str:
    """How long something took, in two units at most: "under a minute", "25 min", "3 h 20 min", "2 d 4 h"."""
    minutes = max(0, int(time.total_seconds() // 60))
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    return f"{minutes} min" if minutes else "under a minute"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 report", "2 reports", "1,204 reports"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def counted_out(number: int) -> str:
    """A figure, "1,000+" for what was not counted to its end."""
    return f"{COUNTED_MOST:,}+" if number > COUNTED_MOST else f"{number:,}"


def iso(moment: datetime) -> str:
    """The moment for a <time> element, in UTC to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def host(url: str) -> str:
    """The host of an address as people say it: without "www."."""
    name = url.partition("://")[2].partition("/")[0]
    return name.removeprefix("www.")


def without_scheme(url: str) -> str:
    """An address as people write it down: without "https://" and the slash at its end."""
    return url.partition("://")[2].rstrip("/")


def leads_to(url: str) -> str:
    """Where a link to this address may lead: a web page, an article of the desk (article:12), or nowhere."""
    if url.startswith("article:") and url[8:].isdecimal():
        return f"/articles/{url[8:]}"
    return url if url.startswith(("https://", "http://")) else ""


def lead_in(before: str) -> str:
    """What stands before a passage, from the last sentence or at least a whole word on."""
    if len(before) < CUT:
        return before
    inside = len(before.rstrip()) - 1  # the stop right before the passage is not where a sentence begins
    ends = [found.end() for found in _SENTENCE_END.finditer(before, 0, inside)]
    words = before[ends[-1] :] if ends else before.partition(" ")[2]
    return f"… {words.lstrip()}"


def lead_out(after: str) -> str:
    """What stands after a passage, to the end of a sentence or at least of a word."""
    if len(after) < CUT:
        return after
    stop = after.find(". ", 1)
    return after[: stop + 1] + " …" if stop > 0 else after.rpartition(" ")[0] + " …"


def word_diff(before: str, after: str) -> list[tuple[str, str]]:
    """What changed between two wordings, word by word: ("same" | "del" | "ins", text) in reading order."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    parts: list[tuple[str, str]] = []
    gone, come = "", ""
    # from 200 words on, difflib passes over those that come often: without that, "a b a b ..." takes minutes
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        same = "".join(old[a:b]) if kind == "equal" else ""
        if kind == "equal" and (same.strip() or not (gone or come)):
            parts += [*changed(gone, come), ("same", same)]
            gone, come = "", ""
        else:  # a blank between two changes belongs to both: words that were replaced together stay together
            gone, come = gone + "".join(old[a:b]), come + "".join(new[c:d])
    return parts + changed(gone, come)


def changed(gone: str, come: str) -> list[tuple[str, str]]:
    return [part for part in (("del", gone), ("ins", come)) if part[1]]


def ago(since: datetime, now: datetime) -> str:
    """How long ago, in a sentence: "just now", "4 min ago"."""
    passed = age(since, now)
    return "just now" if passed == "now" else f"{passed} ago"


BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_words(user_agent: str) -> str:
    """A browser as people call it: "Firefox on Linux". The order matters, since most call themselves Safari too."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return f"{browser} on {system}" if browser and system else browser or user_agent[:60] or "unknown browser"


def done_words(what: str, about: str = "claim") -> str:
    """An entry of the history of whatever it is about in the past tense; an undoing names what was undone."""
    if what.startswith("undo "):
        return f"undid: {done_words(what.removeprefix('undo '))}"
    return DONE_ABOUT.get(about, DONE_WORDS).get(what, what)


def tone_of(row: ClaimRow) -> str:
    """How a claim stands, as the text shows it by colour and sign: one of SIGNS."""
    if row.stage is Stage.APPROVED and row.verdict:
        return row.verdict.value
    if row.stage is Stage.VOIDED:
        return "voided"
    if row.stage in {Stage.CHECKING, Stage.SUBMITTED}:
        return "in work"
    return of_claim(row).value


def sign_of(row: ClaimRow) -> str:
    """What follows the claim's number in the text."""
    return SIGNS[tone_of(row)][0]


def in_words(reasons: Sequence[str]) -> str:
    """Reasons as one phrase: "number; repeated 4 times; agency"."""
    return "; ".join(reasons)


def came_words(check: EarlierSheet) -> str:
    """How a check of somebody else came to the desk: "named by Google Fact Check Tools"."""
    if check.came is Came.NAMED:
        return f"named by {check.found_by}"
    return "from the markup of its page" if check.came is Came.PAGE else "imported"


FILTERS: dict[str, Any] = {
    "age": age,
    "ago": ago,
    "days_ago": days_ago,
    "browser_words": browser_words,
    "lasted": lasted,
    "left": left,
    "seconds": timedelta.total_seconds,
    "came_words": came_words,
    "count": count,
    "counted_out": counted_out,
    "due_words": due_words,
    "iso": iso,
    "done_words": done_words,
    "hindsight": is_hindsight,
    "host": host,
    "in_words": in_words,
    "tone_of": tone_of,
    "lead_in": lead_in,
    "without_scheme": without_scheme,
    "lead_out": lead_out,
    "leads_to": leads_to,
    "spelled": lambda date, precision: spelled(date, Precision(precision)),
    "stance_words": STANCE_WORDS.__getitem__,
    "stance_icon": STANCE_ICONS.__getitem__,
    "medium_words": MEDIUM_WORDS.__getitem__,
    "ask_words": ASK_WORDS.__getitem__,
    "watch_words": WATCH_WORDS.__getitem__,
    "stage_words": STAGE_WORDS.__getitem__,
    "move_words": MOVE_WORDS.__getitem__,
}
