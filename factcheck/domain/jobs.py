"""The work that happens behind the page: names and queues that both sides, desk and workers, take from here.

A job is a row in the database first. Its message carries nothing but the row's number: the database is
the truth, the broker a hint.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from factcheck.domain.texts import later


class Queue(StrEnum):
    """What workers listen to, so that one kind of work can have machines of its own."""

    SPLIT = later("split")
    SEARCH = later("search")
    FETCH = later("fetch")
    READ = later("read")
    ARCHIVE = later("archive")
    WATCH = later("watch")
    EXPORT = later("export")
    MAIL = later("mail")
    MAINTENANCE = later("maintenance")


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of job. `does` is its name in words, `subject` says what the row's subject_id numbers.

    `together` is how many of them one message may carry: a worker has them in hand at the same time.
    """

    name: str
    queue: Queue
    subject: str
    does: str
    together: int = 1


FetchArticle = JobKind("factcheck.fetch_article", Queue.FETCH, "article", later("fetch an article"))
SplitArticle = JobKind("factcheck.split_article", Queue.SPLIT, "article", later("split an article"))
FindReports = JobKind("factcheck.find_reports", Queue.SEARCH, "claim", later("find reports"))
AskProvider = JobKind("factcheck.ask_provider", Queue.SEARCH, later("inquiry"), later("ask a provider"))
SuggestStances = JobKind("factcheck.suggest_stances", Queue.SPLIT, "claim", later("suggest stances"))
MatchChecks = JobKind("factcheck.match_checks", Queue.SEARCH, "claim", later("compare with earlier checks"))
MatchQueued = JobKind("factcheck.match_queued", Queue.SEARCH, "claim", later("compare the queue with a new check"))
FetchLead = JobKind(
    "factcheck.fetch_lead", Queue.FETCH, later("lead"), later("fetch a page that was found"), together=48
)
ReadLead = JobKind("factcheck.read_lead", Queue.READ, later("lead"), later("read a page that was found"), together=48)
PollOutlet = JobKind("factcheck.poll_outlet", Queue.FETCH, "outlet", later("read a feed"))
ArchiveSource = JobKind("factcheck.archive_source", Queue.ARCHIVE, later("source"), later("keep a copy of a source"))
SaveInPublic = JobKind(
    "factcheck.save_in_public", Queue.ARCHIVE, later("public copy"), later("have a copy kept in public")
)
StampCopy = JobKind("factcheck.stamp_copy", Queue.ARCHIVE, later("source"), later("have a copy stamped"))
WatchPage = JobKind("factcheck.watch_page", Queue.WATCH, later("watch"), later("look at a page again"))
WriteExport = JobKind("factcheck.write_export", Queue.EXPORT, later("export"), later("write an export"))
SendMail = JobKind("factcheck.send_mail", Queue.MAIL, later("mail"), later("send a mail"))
Maintain = JobKind("factcheck.maintain", Queue.MAINTENANCE, later("desk"), later("tidy up"))

KINDS: dict[str, JobKind] = {
    kind.name: kind
    for kind in (
        FetchArticle, SplitArticle, FindReports, AskProvider, SuggestStances, MatchChecks, MatchQueued, FetchLead,
        ReadLead, PollOutlet, ArchiveSource, SaveInPublic, StampCopy, WatchPage, WriteExport, SendMail, Maintain,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one job may take, and what follows from it. `hard` is in seconds: then its process is ended."""

    hard: float = 120.0

    @property
    def soft(self) -> float:
        """Seconds after which the work is told to stop, so that it can still say why."""
        return self.hard * 0.75

    @property
    def begin(self) -> float:
        """Seconds after which a worker that has several jobs in hand begins no more of them."""
        return self.hard / 4

    @property
    def lease(self) -> timedelta:
        """A little over the hard limit: who still runs after that has been killed."""
        return timedelta(seconds=self.hard * 1.25)

    @property
    def lost_after(self) -> timedelta:
        """A job published this long ago that is neither done nor leased is published again by the sweep."""
        return timedelta(seconds=self.hard / 2)


PATIENCE = Patience()

ATTEMPTS = 8

EVERYTHING = "*"
"""The topic that open pages hear after an interruption: what was signalled meanwhile is lost, so all of them look."""


SESSIONS = "sessions"
"""The topic that says that somebody's session has ended. No page hears it: the live process looks whose streams end."""


def about_answer(claim_id: int) -> str:
    """The topic of what is done towards a claim's answer. Whoever is in the dark about it does not hear it: how often
    somebody attached something would be counted by listening. A page takes it for news of the claim like any other."""
    return f"claim:{claim_id}:answer"


def backoff(attempt: int) -> timedelta:
    """How long to wait after the given failed attempt (1 is the first): 5 s doubling, at most 15 min."""
    return min(timedelta(seconds=5 * 2 ** (attempt - 1)), timedelta(minutes=15))
