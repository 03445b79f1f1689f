"""The keyboard shortcuts: one table of what a key does on which screens, and the keys that a person puts in its place.

The pages, their scripts, the help, the form of My account and the tests read SHORTCUTS.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from factcheck.domain.errors import Invalid


class Screen(StrEnum):
    """Where keys work. A key means one thing on each of them."""

    QUEUE = "queue"
    CHECKING = "a claim to check"
    APPROVING = "a claim to approve"
    AMENDING = "a finding to amend"
    SIGNED = "a claim that is approved or dismissed"
    EDITING = "editing a claim"
    ARTICLE = "an article"
    ARTICLES = "articles"
    BRINGING_IN = "bringing an article in"
    EXPORTS = "exports"
    HISTORY = "history of the desk"
    OPINION = "a second opinion"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What happens at a key: its name in the code and the forms, the key it comes with, its line in the help.

    Of shortcuts that differ by a number, the line names it as %(number)s.
    """

    name: str
    key: str
    says: str
    screens: tuple[Screen, ...]
    number: int = 0

    def __str__(self) -> str:
        return self.says % {"number": self.number} if self.number else self.says

    @property
    def group(self) -> Screen | None:
        """Under which screen it is listed; None is every screen."""
        return None if self.screens == EVERYWHERE else self.screens[0]


EVERYWHERE = tuple(Screen)
QUEUE, ARTICLE = (Screen.QUEUE,), (Screen.ARTICLE,)
CHECKING, APPROVING, SIGNED = (Screen.CHECKING,), (Screen.APPROVING,), (Screen.SIGNED,)
CLAIM = (Screen.CHECKING, Screen.APPROVING, Screen.AMENDING, Screen.SIGNED)
ANSWER = (Screen.CHECKING, Screen.AMENDING)
VERDICT = (*ANSWER, Screen.OPINION)
LEASE = (Screen.CHECKING, Screen.OPINION)
SEARCH = (Screen.QUEUE, Screen.ARTICLES, Screen.EXPORTS)
FORMS = (Screen.EDITING, Screen.AMENDING, Screen.ARTICLE, Screen.BRINGING_IN)
CHORD = "Ctrl+Enter"
VIEWS = 9
"""Saved views of the queue that are opened by a digit."""

# fmt: off
SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut("next-row",        "j",   "Next in a list", EVERYWHERE),
    Shortcut("previous-row",    "k",   "Previous in a list", EVERYWHERE),
    Shortcut("undo",            "z",   "Undo what was just done", EVERYWHERE),
    Shortcut("help",            "?",   "Show the keys of the page", EVERYWHERE),
    Shortcut("notifications",   "y",   "Open your notifications", EVERYWHERE),
    Shortcut("next-claim",      "n",   "Take the best free claim", QUEUE),
    Shortcut("search",          "/",   "Search", SEARCH),
    Shortcut("select",          "x",   "Select for triage", QUEUE),
    Shortcut("triage",          "s",   "Set what is chosen for the selected claims", QUEUE),
    Shortcut("not-checkable",   "c",   "Mark the selected claims as not checkable", QUEUE),
    Shortcut("save-view",       "v",   "Save these filters as a view", QUEUE),
    Shortcut("all-open",        "0",   "Everything that is open", QUEUE),
    *(Shortcut(f"view-{number}", str(number), "View %(number)s", QUEUE, number) for number in range(1, VIEWS + 1)),
    Shortcut("take",            "t",   "Take the claim, or open it and go on", CHECKING),
    Shortcut("confirmed",       "1",   "Confirmed", VERDICT),
    Shortcut("disputed",        "2",   "Disputed", VERDICT),
    Shortcut("unverified",      "3",   "Unverified", VERDICT),
    Shortcut("rationale",       "r",   "Write the rationale", VERDICT),
    Shortcut("send",            CHORD, "Send to the editor and open the next claim", CHECKING),
    Shortcut("extend",          "l",   "Keep the claim for another 20 minutes", LEASE),
    Shortcut("release",         "g",   "Give the claim back", LEASE),
    Shortcut("set-aside",       "d",   "Dismiss or assign", CHECKING),
    Shortcut("attach",          "a",   "Attach the focused report as the verdict has it", CLAIM),
    Shortcut("attach-supports", "s",   "Attach the focused report: supports", CLAIM),
    Shortcut("attach-refutes",  "f",   "Attach the focused report: refutes", CLAIM),
    Shortcut("attach-context",  "c",   "Attach the focused report: context", CLAIM),
    Shortcut("attach-repeats",  "p",   "Attach the focused report: repeats", CLAIM),
    Shortcut("add-source",      "+",   "Add a source by hand", CLAIM),
    Shortcut("place-origin",    "o",   "Join or part origins", ANSWER),
    Shortcut("edit",            "e",   "Edit the claim", CLAIM),
    Shortcut("history",         "h",   "History of the claim or article", (*CLAIM, Screen.ARTICLE)),
    Shortcut("approve",         CHORD, "Approve and open the next", APPROVING),
    Shortcut("return",          "b",   "Return it to the checker", APPROVING),
    Shortcut("amend",           "m",   "Amend the finding", APPROVING),
    Shortcut("withdraw",        "w",   "Withdraw the finding", APPROVING),
    Shortcut("tick",            "x",   "Tick the source as read", APPROVING),
    Shortcut("opinion",         "o",   "Give a second opinion, or ask for one", (*QUEUE, *APPROVING)),
    Shortcut("read-first",      "r",   "Read the first answer", APPROVING),
    Shortcut("grounds",         "w",   "Write what the opinion rests on", (Screen.OPINION,)),
    Shortcut("send-opinion",    CHORD, "Send the second opinion", (Screen.OPINION,)),
    Shortcut("reopen",          "o",   "Reopen the claim", SIGNED),
    Shortcut("restore",         "u",   "Restore to the queue", SIGNED),
    Shortcut("save",            CHORD, "Save the form", FORMS),
    Shortcut("bring-in",        "c",   "Bring in an article", (Screen.ARTICLES,)),
    Shortcut("add-claim",       "a",   "Add the selected words as a claim", ARTICLE),
    Shortcut("change-claim",    "e",   "Change the focused claim", ARTICLE),
    Shortcut("move-claim",      "m",   "Move the open claim to the selected words", ARTICLE),
    Shortcut("undo-change",     "u",   "Undo the last change of the open claim", ARTICLE),
    Shortcut("correct-article", "i",   "Correct title, outlet, date", ARTICLE),
    Shortcut("sentence-mode",   "v",   "Sentence by sentence, or the text as it runs", ARTICLE),
    Shortcut("part",            "w",   "Choose words of the sentence, or whole sentences", ARTICLE),
    Shortcut("extend-claim",    "x",   "Extend the claim by what is chosen", ARTICLE),
    Shortcut("split-claim",     "s",   "Split the claim where the chosen words begin", ARTICLE),
    Shortcut("merge-claims",    "g",   "Merge the two claims that stand there", ARTICLE),
    Shortcut("nothing-here",    "n",   "Looked at: nothing to check there", ARTICLE),
    Shortcut("look-again",      "l",   "Take back that there is nothing to check", ARTICLE),
    Shortcut("open-claim",      "c",   "Open the claim that stands there", ARTICLE),
    Shortcut("sign-off",        "o",   "What is untouched, and sign off", ARTICLE),
    Shortcut("try-again",       "t",   "Try it again", ARTICLE),
    Shortcut("write-file",      "b",   "Have the file written in the background", (Screen.EXPORTS,)),
    Shortcut("download",        "d",   "Download the export", (Screen.EXPORTS,)),
    Shortcut("check-chains",    "v",   "Check all chains", (Screen.HISTORY,)),
)
# fmt: on

BY_NAME = {shortcut.name: shortcut for shortcut in SHORTCUTS}
PLAIN: Mapping[str, str] = {shortcut.name: shortcut.key for shortcut in SHORTCUTS}
"""The keys as the desk comes."""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The keys of one person, by the name of their shortcut. An empty key: this shortcut has none.

    `on` says whether single keys work; a chord works always, because nobody strikes it by mistake.
    """

    keys: Mapping[str, str] = field(default_factory=lambda: PLAIN)
    on: bool = True

    def works(self, name: str) -> bool:
        return bool(self.keys[name]) and (self.on or self.keys[name] == CHORD)


# --- What a person may choose ---------------------------------------------------------------------

SPELLED = {key.lower(): key for key in (CHORD, "F2", "F4", "F8", "F9")}
"""Keys that are no characters and that no browser has taken."""


def chosen(typed: Mapping[str, str]) -> dict[str, str]:
    """What differs from the keys as they come. Invalid, naming the shortcut, for what cannot be a key or is one twice.

    A shortcut that `typed` does not name keeps the key it comes with.
    """
    unknown = sorted(typed.keys() - PLAIN.keys())
    if unknown:
        raise Invalid("keys", "unknown_shortcut", "There is no shortcut %(name)s.", name=unknown[0][:40])
    keys = dict(PLAIN) | {name: checked_key(name, text) for name, text in typed.items()}
    refuse_twice(keys)
    return {name: key for name, key in keys.items() if key != PLAIN[name]}


def checked_key(name: str, text: str) -> str:
    """The key in the one spelling that the desk stores, "" for none; Invalid when it is not ours to use."""
    plain = unicodedata.normalize("NFC", "".join(text.split())).lower()
    if not plain or plain in SPELLED:
        return SPELLED.get(plain, "")
    if len(plain) == 1 and ord(plain) <= 0xFFFF and unicodedata.category(plain)[0] in "LNPS":
        return plain
    typed = text.strip()[:20]
    if len(plain) > 1:
        raise Invalid(name, "taken", "“%(key)s” belongs to the browser or the system: choose another key.", key=typed)
    raise Invalid(
        name, "unheard", "“%(key)s” is no key that a page hears: choose a letter, a digit or a sign.", key=typed
    )


def refuse_twice(keys: Mapping[str, str]) -> None:
    """Invalid when one key would do two things on one screen."""
    for shortcut in SHORTCUTS:
        other = rival(shortcut, keys)
        if other is not None:
            key = keys[shortcut.name]
            raise Invalid(
                shortcut.name,
                "twice",
                "“%(key)s” is there twice: “%(first)s” and “%(second)s”. Give one of them another key.",
                key=key,
                first=other,
                second=shortcut,
            )


def rival(shortcut: Shortcut, keys: Mapping[str, str]) -> Shortcut | None:
    """The shortcut before this one that has its key on one of its screens."""
    for other in SHORTCUTS[: SHORTCUTS.index(shortcut)]:
        same = keys[other.name] and keys[other.name] == keys[shortcut.name]
        if same and set(other.screens) & set(shortcut.screens):
            return other
    return None


def keyboard(differs: Mapping[str, str], *, on: bool = True) -> Keyboard:
    """The keys of a person who has chosen these. A shortcut that came later than their choice gives way to it."""
    mine = {name: key for name, key in differs.items() if name in PLAIN}
    keys = dict(PLAIN) | mine
    for shortcut in SHORTCUTS:
        taken = {keys[name] for name in mine if set(BY_NAME[name].screens) & set(shortcut.screens)}
        if shortcut.name not in mine and shortcut.key in taken:
            keys[shortcut.name] = ""
    return Keyboard(keys, on)
