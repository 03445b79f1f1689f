"""How values read on a page: the words for what the domain names, and counts."""

import re
from collections.abc import Sequence
from datetime import timedelta
from enum import Enum
from typing import Any

from factcheck.domain.coverage import of_claim
from factcheck.domain.days import Precision, spelled
from factcheck.domain.earlier import Came, Comparison
from factcheck.domain.evidence import AskStatus, Medium, Stance
from factcheck.domain.queries import is_hindsight
from factcheck.domain.review import Move, Stage
from factcheck.domain.sheets import COUNTED_MOST, ClaimRow, EarlierSheet
from factcheck.domain.texts import later
from factcheck.domain.watching import WatchState
from factcheck.web import times
from factcheck.web.retelling import retold
from factcheck.web.tongue import _, language_words, number, short_day

_SENTENCE_END = re.compile(r"[.!?]\s|\n")  # ". " or a line end

STANCE_WORDS = {
    Stance.SUPPORTS: later("supports it"),
    Stance.REFUTES: later("refutes it"),
    Stance.CONTEXT: later("gives context"),
    Stance.REPEATS: later("only repeats the claimant"),
}
STANCE_ICONS = {
    Stance.SUPPORTS: "check",
    Stance.REFUTES: "x",
    Stance.CONTEXT: "info",
    Stance.REPEATS: "repeat-2",
}
MEDIUM_WORDS = {
    Medium.WEB: later("web page"),
    Medium.UPLOAD: later("uploaded file"),
    Medium.DOCUMENT: later("document"),
    Medium.CALL: later("phone call"),
    Medium.RECORDING: later("recording"),
    Medium.PERSON: later("person"),
}
WATCH_WORDS = {
    WatchState.NEW: later("not looked at again yet"),
    WatchState.UNCHANGED: later("unchanged"),
    WatchState.CHANGED: later("changed outside the passage"),
    WatchState.PASSAGE_GONE: later("the passage was gone"),
    WatchState.CORRECTED: later("a correction notice stood there"),
    WatchState.DEAD: later("the page was gone"),
}
ASK_WORDS = {
    AskStatus.FOUND: later("found"),
    AskStatus.NOTHING: later("nothing found"),
    AskStatus.THROTTLED: later("asked us to wait"),
    AskStatus.ERROR: later("failed"),
    AskStatus.OFF: later("switched off"),
}
STAGE_WORDS = {
    Stage.QUEUED: later("in the queue"),
    Stage.CHECKING: later("being checked"),
    Stage.SUBMITTED: later("waiting for approval"),
    Stage.APPROVED: later("approved"),
    Stage.DISMISSED: later("dismissed"),
    Stage.VOIDED: later("voided"),
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
    Move.TAKE: later("Take this claim"),
    Move.DISMISS: later("Dismiss"),
    Move.RELEASE: later("Release"),
    Move.ASSIGN: later("Assign"),
    Move.SUBMIT: later("Send to editor"),
    Move.WITHDRAW: later("Withdraw"),
    Move.AMEND: later("Amend"),
    Move.RETURN: later("Return"),
    Move.APPROVE: later("Approve"),
    Move.REOPEN: later("Reopen"),
    Move.VOID: later("Void"),
    Move.RESTORE: later("Restore to the queue"),
}
DONE_WORDS = {
    "add": later("added the claim"),
    "alert": later("saw a change"),
    "amend": later("amended the finding"),
    "approve": later("approved the finding"),
    "ask opinion": later("asked for a second opinion"),
    "assign": later("assigned it"),
    "attach": later("attached a source"),
    "change source": later("changed a source"),
    "close opinion": later("went on without the second opinion"),
    "detach": later("removed a source"),
    "dismiss": later("dismissed it"),
    "edit": later("edited the claim"),
    "found": later("found it in the article"),
    "give opinion": later("gave a second opinion"),
    "lapse": later("gave it back, its time had run out"),
    "merge": later("merged it into another claim"),
    "merged in": later("merged another claim into it"),
    "open": later("opened it"),
    "place origin": later("decided about the origin of a report"),
    "read answer": later("read the first answer"),
    "release": later("gave it back"),
    "release opinion": later("gave the second opinion back"),
    "reopen": later("reopened it"),
    "restore": later("restored it"),
    "return": later("returned it"),
    "search again": later("had it searched again"),
    "set aside": later("set an alert aside"),
    "split": later("split it in two"),
    "split off": later("split it off from another claim"),
    "submit": later("sent a finding"),
    "take": later("took it"),
    "take opinion": later("took the second opinion"),
    "triage": later("set how it is worked on"),
    "void": later("voided what is published"),
    "withdraw": later("withdrew the finding"),
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
        "bring in": later("brought it in"),
        "describe": later("corrected what is known about it"),
        "look at": later("looked at sentences and found nothing to check"),
        "look away": later("took back that sentences hold nothing to check"),
        "revision": later("kept a new text of it"),
        "sign off": later("signed it off"),
        "split": later("split it into claims"),
        "try again": later("had it tried again"),
        "withdraw sign-off": later("withdrew the sign-off"),
    },
    "person": {
        "add": later("added this person"),
        "add token": later("made a token"),
        "change roles": later("changed the roles"),
        "disable": later("shut this person out"),
        "enable": later("let this person in again"),
        "end session": later("ended a session"),
        "invite": later("made a one-time link"),
        "new recovery codes": later("made new recovery codes"),
        "new password": later("set a new password"),
        "reset second factor": later("took the second factor away"),
        "revoke token": later("revoked a token"),
        "set up second factor": later("set up a second factor"),
        "sign in": later("signed in"),
        "switch off second factor": later("switched the second factor off"),
    },
    "plugin": {
        "settings changed": later("changed the settings"),
        "switched off": later("switched it off"),
        "switched on": later("switched it on"),
    },
}
"""The same for the histories of other things."""


LANGUAGES = (
    "ar",
    "zh",
    "cs",
    "nl",
    "en",
    "fr",
    "de",
    "he",
    "hu",
    "it",
    "ja",
    "fa",
    "pl",
    "pt",
    "ro",
    "ru",
    "es",
    "tr",
    "uk",
)
"""The languages that forms offer for a text; what a text brings along by itself may be any other."""

COMPARED_WORDS = {
    Comparison.WORDS: later("compared by words"),
    Comparison.MEANING: later("compared by words and meaning"),
}

FIELD_WORDS = {
    "said_date": later("said on"),
    "said_precision": later("how exactly it was said"),
    "said_basis": later("said on, read from"),
    "event_date": later("event on"),
    "event_precision": later("how exactly the event is dated"),
    "event_basis": later("event on, read from"),
    "claimant_role": later("role of the claimant"),
    "checkworthy": later("worth checking"),
    "due_on": later("due on"),
    "feed_url": later("address of the feed"),
    "withheld_reason": later("why withheld"),
    "statement": later("statement"),
    "claimant": later("claimant"),
    "chain": later("chain"),
    "channel": later("channel"),
    "quotation": later("in whose words"),
    "cue": later("cue"),
    "kind": later("kind"),
    "hedge": later("hedge"),
    "denial": later("a denial"),
    "priority": later("priority"),
    "topic": later("topic"),
    "fragments": later("place in the article"),
    "title": later("title"),
    "outlet": later("outlet"),
    "byline": later("byline"),
    "published": later("published on"),
    "language": later("language"),
    "verdict": later("verdict"),
    "rationale": later("rationale"),
    "tried": later("what was tried"),
    "override": later("reason for the exception"),
    "roles": later("roles"),
    "stance": later("stance"),
    "medium": later("medium"),
    "passage": later("passage"),
    "note": later("note"),
    "url": later("address"),
    "owner": later("owner"),
    "assignee": later("assigned to"),
    "reasons": later("reasons"),
}
"""How fields are called in histories and comparisons."""

THE_DESK_S_WORDS = (
    later("confirmed"), later("disputed"), later("unverified"),
    later("supports"), later("refutes"), later("context"), later("repeats"),
    later("primary"), later("secondary"),
    later("checker"), later("editor"), later("admin"),
    later("queued"), later("checking"), later("submitted"), later("approved"), later("dismissed"), later("voided"),
    later("opinion"), later("prediction"), later("personal experience"), later("too vague"), later("duplicate"),
    later("not newsworthy"), later("first"), later("normal"), later("when free"),
    later("rating"), later("substance"), later("clarification"), later("update"), later("typo"),
    later("direct"), later("indirect"), later("mixed"), later("none"),
    later("event"), later("quantity"), later("state of affairs"), later("causal"), later("definition"),
    later("quotation"), later("promise"), later("request"), later("value"), later("unverifiable"),
    later("headline"), later("caption"), later("body"), later("read"), later("write"), later("read and write"),
    later("yes"), later("no"), later("not said"),
    # moves: what is made, and what a claim is then
    later("take"), later("dismiss"), later("release"), later("lapse"), later("assign"), later("submit"),
    later("withdraw"), later("amend"), later("return"), later("approve"), later("reopen"), later("void"),
    later("restore"), later("taken"), later("released"), later("given back by the clock"), later("assigned"),
    later("withdrawn"), later("amended"), later("returned"), later("reopened"), later("restored"),
    # who makes them
    later("a checker or an editor"), later("an editor"), later("an admin"), later("the clock"), later("a worker"),
    later("checker"), later("admin or checker or editor"), later("checker or editor"), later("admin or editor"),
    # what a role carries
    later("read the desk"), later("bring in articles"), later("edit claims"), later("attach sources"), later("export"),
    later("manage people"), later("manage outlets"), later("see the workers"), later("manage plug-ins"),
    later("sign articles off"), later("give second opinions"), later("ask for second opinions"),
    later("question"), later("about the reporting"),
    # who stands in a history without being a person
    later("the command line"), later("the demo"),
    # what the splitter weighs a claim as, beside its kind
    later("general knowledge"), later("accusation"), later("denial"),
    # kinds of sources, inside a refusal
    later("web"), later("upload"), later("document"), later("call"), later("recording"), later("person"),
    # languages, inside a gap
    later("Arabic"), later("German"), later("Spanish"), later("Persian"), later("French"), later("Hebrew"),
    later("Italian"), later("Polish"), later("Russian"), later("Turkish"), later("Ukrainian"), later("Chinese"),
)  # fmt: skip
"""Members of the domain's enumerations that pages show by their own word."""

CUT = 200
"""Characters: context shorter than this was not cut out of more."""


def counted_out(figure: int) -> str:
    """A figure, "1,000+" for what was not counted to its end."""
    return f"{number(COUNTED_MOST)}+" if figure > COUNTED_MOST else number(figure)


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
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or user_agent[:60] or _("unknown browser")


def done_words(what: str, about: str = "claim") -> str:
    """An entry of the history of whatever it is about in the past tense; an undoing names what was undone."""
    if what.startswith("undo "):
        return _("undid: %(what)s", what=done_words(what.removeprefix("undo "), about))
    return _(DONE_ABOUT.get(about, DONE_WORDS).get(what, what))


def tone_of(row: ClaimRow) -> str:
    """How a claim stands, as the text shows it by colour and sign: one of SIGNS."""
    if row.stage is Stage.APPROVED and row.verdict:
        return row.verdict.value
    if row.stage is Stage.VOIDED:
        return "voided"
    if row.stage in {Stage.CHECKING, Stage.SUBMITTED}:
        return "in work"
    return of_claim(row).value


def words(text: str) -> list[tuple[int, str]]:
    """The words of a text, each with its offset."""
    return [(found.start(), found[0]) for found in re.finditer(r"\S+", text)]


def sign_of(row: ClaimRow) -> str:
    """What follows the claim's number in the text."""
    return SIGNS[tone_of(row)][0]


def in_words(reasons: Sequence[str]) -> str:
    """Reasons as one phrase: "number; repeated 4 times; agency"."""
    return "; ".join(map(retold, reasons))


def came_words(check: EarlierSheet) -> str:
    """How a check of somebody else came to the desk: "named by Google Fact Check Tools"."""
    if check.came is Came.NAMED:
        return _("named by %(provider)s", provider=check.found_by)
    return _("from the markup of its page") if check.came is Came.PAGE else _("imported")


def word(value: Enum) -> str:
    """A word of the desk's own: a verdict, a stance, a kind of source, a role."""
    return _(str(value.value))


def worded(options: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The options of a form with their words in the language of the page."""
    return [(value, _(words)) for value, words in options]


def languages() -> list[tuple[str, str]]:
    """The languages that forms offer, by their names."""
    return sorted(((code, language_words(code)) for code in LANGUAGES), key=lambda named: named[1])


def kind_words(kind: str) -> str:
    return _(kind)


def stage_name(stage: str) -> str:
    """The stage that an entry of a history names; "-" or nothing is none."""
    return _(stage) if stage else stage


def field_words(name: str) -> str:
    """The name of a field as a person says it; one that has no words of its own by its name in the code."""
    return _(FIELD_WORDS.get(name, name.replace("_", " ")))


def sentence(words: str) -> str:
    """The words with a capital letter, as a sentence begins; the others stay as they are."""
    return words[:1].upper() + words[1:]


FILTERS: dict[str, Any] = {
    "age": times.age,
    "ago": times.ago,
    "days_ago": times.days_ago,
    "browser_words": browser_words,
    "lasted": times.lasted,
    "left": times.left,
    "seconds": timedelta.total_seconds,
    "came_words": came_words,
    "counted_out": counted_out,
    "due_words": times.due_words,
    "compared_words": lambda how: _(COMPARED_WORDS[how]),
    "field_words": field_words,
    "kind_words": kind_words,
    "language_words": language_words,
    "retold": retold,
    "sentence": sentence,
    "short_day": short_day,
    "stage_name": stage_name,
    "word": word,
    "worded": worded,
    "iso": times.iso,
    "done_words": done_words,
    "hindsight": is_hindsight,
    "host": host,
    "in_words": in_words,
    "tone_of": tone_of,
    "words": words,
    "lead_in": lead_in,
    "without_scheme": without_scheme,
    "lead_out": lead_out,
    "leads_to": leads_to,
    "spelled": lambda date, precision: spelled(date, Precision(precision)),
    "stance_words": lambda value: _(STANCE_WORDS[value]),
    "stance_icon": STANCE_ICONS.__getitem__,
    "medium_words": lambda value: _(MEDIUM_WORDS[value]),
    "ask_words": lambda value: _(ASK_WORDS[value]),
    "watch_words": lambda value: _(WATCH_WORDS[value]),
    "stage_words": lambda value: _(STAGE_WORDS[value]),
    "move_words": lambda value: _(MOVE_WORDS[value]),
}
