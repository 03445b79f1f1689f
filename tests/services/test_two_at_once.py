"""Two workers that compare pages with one claim at the same moment, on the database that lets both of them write."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from factcheck.config import Settings
from factcheck.services import reports
from factcheck.store.tables import Claim, Lead, Page
from factcheck.store.unit import JoinedUnit, UnitOfWork
from factcheck.wiring import Desk
from tests.servers import until
from tests.services.test_reports import bring_in

CLAIM = "Engineers found cracks in three piers of the bridge over the Lonne."
SAID = "The bridge over the Lonne was closed on Monday. Engineers found cracks in two of its piers."


@pytest.fixture
def desk(postgresql_url: str, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk.from_settings(Settings(_env_file=None, data=tmp_path, database_url=postgresql_url))
    yield desk
    desk.close()


def fetched(desk: Desk, claim_id: int, url: str) -> tuple[Lead, Page]:
    """An address that a provider named for the claim, and its page, which no worker has written down yet."""
    now = datetime.now(UTC)
    with desk.unit().writing() as session:
        lead = Lead(claim_id=claim_id, url=f"{url}?of={claim_id}", provider="The Tide", found_at=now)
        session.add(lead)
    return lead, Page(url=url, title="Bridge closed", text=SAID, fetched_at=now)


def compare_at_once(desk: Desk, *found: tuple[Lead, Page]) -> None:
    """The first is compared, but not yet committed, when the second begins."""

    def compare(unit: UnitOfWork, lead: Lead, page: Page) -> None:
        reports.compare(unit, desk.similarity, [(lead, page)])

    first, second = found
    other = threading.Thread(target=compare, args=(desk.unit(), *second))
    with desk.unit().writing() as session:
        compare(JoinedUnit(desk.unit(), session), *first)
        other.start()
        until(lambda: waits(desk), what="the second to wait for the first")
    other.join()


def waits(desk: Desk) -> bool:
    here = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
    with desk.unit().reading() as session:
        return bool(session.execute(here).scalar())


def counted(desk: Desk) -> list[int]:
    with desk.unit().reading() as session:
        return [claim.reports for claim in session.exec(select(Claim).order_by(Claim.id))]  # type: ignore[arg-type]


def test_both_reports_are_counted(desk: Desk) -> None:
    claim_id = bring_in(desk, CLAIM)
    pages = [fetched(desk, claim_id, f"http://hask.example/{number}") for number in (1, 2)]
    compare_at_once(desk, *pages)
    assert counted(desk) == [2]


def test_a_page_that_both_have_fetched_is_kept_once(desk: Desk) -> None:
    pages = [fetched(desk, bring_in(desk, f"{CLAIM} {day}."), "http://hask.example/1") for day in ("Today", "Monday")]
    compare_at_once(desk, *pages)
    assert counted(desk) == [1, 1]
