"""The words that pages have for what the domain names: stances, stages, moves, kinds of sources, languages."""

from factcheck.domain.earlier import Comparison
from factcheck.domain.evidence import AskStatus, Medium, Stance
from factcheck.domain.opinions import THE_DRAW
from factcheck.domain.people import CLOCK, WORKER
from factcheck.domain.review import Move, Stage, Verdict
from factcheck.domain.texts import later
from factcheck.domain.watching import WatchState

STANCE_WORDS = {
    Stance.SUPPORTS: later("supports it"),
    Stance.REFUTES: later("refutes it"),
    Stance.CONTEXT: later("gives context"),
    Stance.REPEATS: later("only repeats the claimant"),
}

VERDICT_ICONS = {
    Verdict.CONFIRMED: "check",
    Verdict.DISPUTED: "x",
    Verdict.UNVERIFIED: "circle-question-mark",
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
    WatchState.DEAD: later("the page could not be read"),
}

ASK_WORDS = {
    AskStatus.FOUND: later("found"),
    AskStatus.NOTHING: later("nothing found"),
    AskStatus.THROTTLED: later("asked us to wait"),
    AskStatus.ERROR: later("failed"),
    AskStatus.OFF: later("not asked"),
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

NO_PERSONS = frozenset({later("the command line"), later("the demo"), CLOCK.name, WORKER.name, THE_DRAW.name})
"""Who stands where the names of people stand without being one."""

COMPARED_WORDS = {
    Comparison.WORDS: later("compared by words"),
    Comparison.MEANING: later("compared by words and meaning"),
}

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
    # what the splitter weighs a claim as, beside its kind
    later("general knowledge"), later("accusation"), later("denial"),
    # kinds of sources, inside a refusal
    later("web"), later("upload"), later("document"), later("call"), later("recording"), later("person"),
    # languages, inside a gap
    later("Arabic"), later("German"), later("Spanish"), later("Persian"), later("French"), later("Hebrew"),
    later("Italian"), later("Polish"), later("Russian"), later("Turkish"), later("Ukrainian"), later("Chinese"),
)  # fmt: skip
"""Members of the domain's enumerations that pages show by their own word."""
