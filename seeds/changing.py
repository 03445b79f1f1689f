"""Makes the press change pages without a word, and has the desk look again at what was attached of them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from factcheck.domain.fetching import Fetcher, HostBusy
from factcheck.domain.sheets import SourceSheet
from factcheck.domain.watching import WatchState
from factcheck.services import watching
from seeds.patience import Patience, Progress
from seeds.press_pages import read_press
from seeds.press_server import later_url
from seeds.steps import Cast


@dataclass(frozen=True, slots=True)
class Attached:
    """A source that the desk keeps a copy of or tries to, on its claim."""

    claim_id: int
    source: SourceSheet

    @property
    def tried(self) -> bool:
        archive = self.source.archive
        return archive is not None and (archive.state is not None or bool(archive.problem))

    @property
    def unseen(self) -> bool:
        return self.source.archive is not None and self.source.archive.state is WatchState.NEW


def change(cast: Cast, looking: Mapping[int, str], tell: Callable[[], None], patience: Patience) -> None:
    """Once copies are kept, `tell` has the pages change; what is attached to claims with one of them is seen again.

    `looking` names for each claim who looks: one who worked on it, from whom no open second opinion hides its sources.
    Done a second time it changes nothing: a page that was looked at is left to its turn. Stalled, as Patience says.
    """
    press = read_press(cast.today)
    changing = {cast.press[page.ref].url for outlet in press for page in outlet.pages if page.changes_later}
    patience.wait(lambda: _kept(_attached(cast, looking, changing)))
    tell()
    for each in _attached(cast, looking, changing):
        if each.unseen:
            watching.look_now(cast.unit(), each.claim_id, each.source.id, cast.people[looking[each.claim_id]])
    patience.wait(lambda: _seen(_attached(cast, looking, changing)))


def _attached(cast: Cast, looking: Mapping[int, str], changing: Collection[str]) -> list[Attached]:
    """The pages of the web on every claim that has one of the changing pages among its sources."""
    found: list[Attached] = []
    for claim_id, by in looking.items():
        sources = [source for source in cast.sheet(claim_id, by).sources if source.url]
        if any(source.url in changing for source in sources):
            found += [Attached(claim_id, source) for source in sources]
    return found


def _kept(attached: Collection[Attached]) -> Progress:
    return Progress("copies kept of pages that will change", sum(each.tried for each in attached), len(attached))


def _seen(attached: Collection[Attached]) -> Progress:
    return Progress("pages looked at again", sum(not each.unseen for each in attached), len(attached))


def tell_press(fetcher: Fetcher, first_port: int, patience: Patience) -> None:
    """Ask the press to change its pages. FetchFailed when this process may not reach it, Stalled as Patience says."""
    while True:
        try:
            fetcher.fetch(later_url(first_port), accept=("text/plain",))
        except HostBusy:  # the workers are asking this host too
            patience.pause(Progress("pages told to change", 0, 1))
        else:
            return
