"""Every screen of the desk: who looks, at which address, and what is sent there to see what the desk answers.

Addresses and values name the numbers of full_desk.FullDesk: "/claims/{taken}" is the claim that Jana is at work on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.web.conftest import PASSWORD

READER = ""


@dataclass(frozen=True)
class Screen:
    """A page as somebody sees it. With `sends` the form of that address is sent, and its answer is the screen."""

    who: str
    path: str
    status: int = 200
    sends: Mapping[str, str] = field(default_factory=dict)
    posted: bool = False
    bare: bool = False

    @property
    def name(self) -> str:
        how = " ".join(["bare"] * self.bare + ["sent"] * self.posted)
        return f"{self.who or 'reader'} {how} {self.path}".replace("  ", " ")


def seen(who: str, *paths: str, status: int = 200, bare: bool = False) -> list[Screen]:
    return [Screen(who, path, status, bare=bare) for path in paths]


def sent(who: str, path: str, status: int = 422, **fields: str) -> Screen:
    return Screen(who, path, status, fields, posted=True)


ARTICLES = ("article", "arabic", "waiting", "failed", "revised", "signed", "unsigned")

SCREENS = [
    # the queue: of a thousand, of none, sorted out, with what is in one's hands
    *seen("jana", "/queue", "/queue?q=zeppelin", "/queue?claimant=Lina", "/queue?sort=due&stage=queued"),
    *seen("jana", "/queue?mine=1"),
    *seen("tim", "/queue", "/queue?stage=approved", "/queue?stage=dismissed&unworthy=1"),
    *seen("omar", "/queue?topic={topic}", "/approve"),
    *seen("jana", "/queue?stage=nonsense", status=422),
    sent("omar", "/queue/triage", priority="first"),
    sent("jana", "/queue/views?claimant=Lina", name=""),
    # the workbench in every state, as each role sees it
    *seen("jana", *(f"/claims/{{{state}}}" for state in (
        "free", "taken", "returned", "resting", "submitted", "waits", "answered", "approved", "corrected", "reopened",
        "unverified", "voided", "dismissed", "alerted", "wordy", "arabic_claim", "edited_claim",
    ))),
    *seen("tim", "/claims/{waits}", "/claims/{opined}"),
    *seen("omar", *(f"/claims/{{{state}}}" for state in (
        "free", "taken", "submitted", "own", "waits", "closed", "answered", "passed", "approved", "voided",
    ))),
    *seen("omar", "/claims/{submitted}?amend=1"),
    *seen("ada", "/claims/{submitted}"),
    *seen("jana", "/claims/{taken}/edit", "/claims/{taken}/history", "/claims/{corrected}/history"),
    *seen("jana", "/claims/{taken}/reports/{report}", "/claims/{taken}/sources/{source}/kept"),
    sent("jana", "/claims/{taken}/moves/submit", verdict="confirmed", rationale="", seen="{version_of_taken}"),
    sent("jana", "/claims/{taken}/moves/dismiss", seen="{version_of_taken}"),
    sent("jana", "/claims/{taken}/sources", medium="web", url="javascript:x", seen="{version_of_taken}"),
    sent("jana", "/claims/{taken}/draft", 409, verdict="confirmed", rationale="Another window.", revision="0"),
    sent("jana", "/claims/{taken}/edit", 409, statement="Pier 2 took in no cars.", seen="1"),
    sent("jana", "/claims/{taken}/edit", statement="", seen="{version_of_taken}"),
    sent("jana", "/claims/{taken}/origins", report_id="{report}", together_with="apart", seen="{version_of_taken}"),
    sent("jana", "/claims/{taken}/moves/take", 409, seen="1"),
    sent("jana", "/claims/{approved}/moves/take", 409, seen="{version_of_approved}"),
    sent("omar", "/claims/{submitted}/moves/return", note="no", seen="{version_of_submitted}"),
    sent("omar", "/claims/{submitted}/moves/approve", 409, seen="{version_of_submitted}", hash_seen="0" * 64),
    sent("omar", "/claims/{submitted}/moves/amend", seen="{version_of_submitted}", hash_seen="{hash_of_submitted}"),
    sent("jana", "/claims/{submitted}/sources/{source_of_submitted}/tick", 403, read="1"),
    sent("omar", "/claims/{approved}/moves/void", seen="{version_of_approved}"),
    sent("jana", "/claims/{alerted}/alerts/{alert}", note=""),
    # articles
    *seen("jana", "/articles", "/articles?q=zeppelin", "/articles/new"),
    *seen("jana", *(f"/articles/{{{name}}}" for name in ARTICLES), "/articles/{arabic}?claim={arabic_claim}"),
    *seen("jana", "/articles/{article}?claim={free}", "/articles/{article}?view=sentences"),
    *seen("jana", "/articles/{article}?view=sentences&part=3", "/articles/{arabic}?view=sentences&part=1"),
    *seen("jana", "/articles/{arabic}?view=sentences", "/articles/{long}?view=sentences", "/articles/{long}"),
    *seen("jana", "/articles/{article}/sign-off", "/articles/{article}/history", "/articles/{revised}/revisions/1"),
    *seen("omar", "/articles/{article}/sign-off", "/articles/{long}/sign-off", "/articles/{signed}/sign-off"),
    *seen("omar", "/articles/{arabic}/sign-off", "/articles/{signed}"),
    *seen("ada", "/articles/{signed}?view=sentences"),
    sent("jana", "/articles/new", way="text", text=""),
    sent("jana", "/articles/new", 409, way="text", text="{text_of_article}"),
    sent("jana", "/articles/{article}/claims", words="zeppelin"),
    sent("jana", "/articles/{article}/sentences/look-at?view=sentences", sentence="2", revision="1"),
    sent("jana", "/articles/{article}/sentences/look-at", 409, sentence="2", revision="9"),
    sent("jana", "/articles/{article}/describe", 409, title="Another title", seen="0"),
    sent("omar", "/articles/{unsigned}/sign-off", 409, hash_seen="x", note="My note."),
    # second opinions
    *seen("omar", "/opinions", "/opinions?days=7", "/opinions/{opinion_waits}", "/opinions/{opinion_answered}"),
    *seen("omar", "/opinions/{opinion_passed}", "/opinions/{opinion_closed}"),
    *seen("tim", "/opinions", "/opinions/{opinion_waits}", "/opinions/{opinion_taken}", "/opinions/{opinion_answered}"),
    *seen("jana", "/opinions/{opinion_answered}"),
    *seen("omar", "/opinions?days=8", status=422),
    sent("tim", "/opinions/{opinion_taken}/answer", verdict="", fence="{fence}"),
    # dashboard, exports, notifications, one's own things
    *seen("jana", "/dashboard", "/exports", "/exports?format=claimreview", "/exports?claimant=nobody"),
    *seen("jana", "/notifications", "/notifications?unread=1", "/account", "/account/second-factor"),
    *seen("jana", "/account/shortcuts"),
    *seen("omar", "/dashboard?days=7", "/notifications", "/account"),
    *seen("jana", "/dashboard?days=8", "/exports?verdict=perhaps", status=422),
    sent("jana", "/exports", format="nonsense"),
    sent("jana", "/account/password", old="wrong", password="x"),
    sent("jana", "/account/preferences", language="xx", timezone="Mars"),
    sent("jana", "/account/tokens", 200, label="For the CMS"),
    sent("jana", "/account/shortcuts", help="F5"),
    sent("jana", "/account/second-factor/begin", old="wrong"),
    *seen("nell", "/account/second-factor"),
    *seen("pia", "/account/second-factor", "/account"),
    sent("nell", "/account/second-factor/confirm", code="000000"),
    sent("nell", "/account/second-factor/confirm", 200, code="{code_of_nell}"),
    sent("pia", "/account/second-factor/codes", code="000000"),
    sent("jana", "/notifications/choices", assigned="by pigeon"),
    # admin
    *seen("ada", "/admin/people", "/admin/people/{jana}", "/admin/people/{gone}", "/admin/outlets", "/admin/workers"),
    *seen("ada", "/admin/plugins", "/admin/plugins/language-model", "/admin/plugins/searxng", "/admin/settings"),
    *seen("ada", "/admin/history", "/account"),
    *seen("omar", "/admin/outlets", "/admin/workers"),
    sent("ada", "/admin/history", 200),
    sent("ada", "/admin/people", name="", email="nobody"),
    sent("ada", "/admin/people/{jana}/link", 200),
    sent("ada", "/admin/people/{jana}/roles"),
    sent("ada", "/admin/outlets", name="Hill", feed_url="javascript:x"),
    sent("ada", "/admin/plugins/language-model", settings="1", seen="0", address="x", seconds="soon"),
    # readers
    *seen(READER, "/checks/", "/checks/{approved}", "/checks/{corrected}", "/checks/{corrected}/versions/1"),
    *seen(READER, "/checks/{reopened}", "/checks/{unverified}", "/checks/{voided}", "/checks/{alerted}", "/about"),
    *seen(READER, "/checks/{approved}/error", "/checks/{approved}/error/thanks"),
    *seen(READER, "/checks/9999", "/checks/{free}", status=404),
    sent(READER, "/checks/{approved}/error", words="wrong"),
    sent(READER, "/checks/{approved}/error", 429, words="The list has two pages."),
    # the door
    *seen(READER, "/sign-in", "/sign-in?next=/articles", "/welcome/{invitation}"),
    *seen(READER, "/welcome/nonsense", status=404),
    sent(READER, "/sign-in", 401, email="jana@desk.example", password="wrong"),
    sent(READER, "/welcome/{invitation}", password="short", repeated="shorter"),
    sent(READER, "/sign-in", 429, email="guessed@desk.example", password="a guess"),
    sent(READER, "/sign-in", 200, email="pia@desk.example", password=PASSWORD),
    sent(READER, "/sign-in/code", half="{half}", code="000000"),
    sent(READER, "/sign-in/code", 401, half="nonsense", code="000000"),
    # no
    *seen("jana", "/admin/people", status=403),
    *seen("jana", "/nothing-here", "/claims/9999", status=404),
    sent("ada", "/claims/{free}/moves/take", 403, seen="1"),
    sent("jana", "/account/password", 400, csrf_token="of an earlier sign-in"),
    sent("jana", "/about", 405),
    # a desk on which nothing has happened yet
    *seen("omar", "/queue", "/articles", "/approve", "/opinions", "/dashboard", "/exports", bare=True),
    *seen("omar", "/notifications", bare=True),
    *seen("ada", "/admin/people", "/admin/outlets", "/admin/workers", bare=True),
    *seen(READER, "/checks/", "/about", bare=True),
]  # fmt: skip

NO_SCREENS = {
    "/": "leads to the queue, or readers to the checks",
    "/admin": "leads to the first section that is open to one",
    "/articles/{article}/line": "a piece of a page",
    "/articles/{article}/news": "a piece of a page",
    "/claims/{taken}/evidence": "a piece of a page",
    "/articles/{article}/claims/{free}": "a piece of a page",
    "/exports/files": "a piece of a page",
    "/queue/news?since=2026-01-01T00:00:00Z": "a piece of a page",
    "/notifications/news?after=0": "a piece of a page",
    "/notifications/count": "a piece of a page",
    "/checks/{approved}.json": "data",
    "/checks/feed.atom": "data",
    "/checks/feed.json": "data",
    "/claims/{taken}/sources/{source}/file": "a file",
    "/claims/{taken}/sources/{source}/warc": "a file",
    "/exports/download?format=csv": "a file",
    "/exports/files/{export}": "a file",
}
"""What is no screen though a browser may ask for it, and why."""
