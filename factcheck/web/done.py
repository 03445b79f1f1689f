"""What the entries of a history say that somebody did, and how the fields are called that they changed."""

from factcheck.domain.review import Stage
from factcheck.domain.texts import later
from factcheck.web.named import STAGE_WORDS
from factcheck.web.tongue import _

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
    "lapse opinion": later("took the second opinion back, its time had run out"),
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


def done_words(what: str, about: str = "claim") -> str:
    """An entry of the history of whatever it is about in the past tense; an undoing names what was undone."""
    if what.startswith("undo "):
        return _("undid: %(what)s", what=done_words(what.removeprefix("undo "), about))
    return _(DONE_ABOUT.get(about, DONE_WORDS).get(what, what))


def field_words(name: str) -> str:
    """The name of a field as a person says it; one that has no words of its own by its name in the code."""
    return _(FIELD_WORDS.get(name, name.replace("_", " ")))


def stage_name(stage: str) -> str:
    """The stage that an entry of a history names, as its tag says it; "-" or nothing is none."""
    return _(STAGE_WORDS[Stage(stage)]) if stage in set(Stage) else stage
