"""The outlets whose feeds are read: added, switched, and who owns them."""

from datetime import datetime

from factcheck.domain.articles import checked_address
from factcheck.domain.errors import Invalid, NotFound
from factcheck.domain.jobs import PollOutlet
from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import OutletSheet
from factcheck.store import evidence as rows
from factcheck.store import history, jobs
from factcheck.store.tables import Outlet
from factcheck.store.unit import Session, UnitOfWork, alone


def known(uow: UnitOfWork, actor: Actor) -> list[OutletSheet]:
    actor.require(Action.READ)
    with uow.reading() as session:
        return [_outlet_sheet(outlet, entries, uow.now) for outlet, entries in rows.outlets(session)]


def _outlet_sheet(row: Outlet, entries: int, now: datetime) -> OutletSheet:
    again = row.next_attempt_at if row.problem and row.next_attempt_at and row.next_attempt_at > now else None
    return OutletSheet(
        row.id or 0,
        row.name,
        row.site,
        row.owner,
        row.feed_url,
        row.active,
        entries,
        row.fetched_at,
        row.problem,
        again,
    )


def add(uow: UnitOfWork, actor: Actor, *, name: str, site: str, feed_url: str, owner: str = "") -> OutletSheet:
    """Read one more outlet's feed from now on."""
    actor.require(Action.MANAGE_OUTLETS)
    called, address = " ".join(name.split())[:200], checked_address(feed_url)
    if not called:
        raise Invalid("name", "missing", "Give the outlet's name.")
    with uow.writing() as session:
        alone(session, "outlets coming in")
        if rows.outlet_by_feed(session, address) is not None:
            raise Invalid("feed_url", "taken", "This feed is read already.")
        home = checked_address(site) if site.strip() else ""
        row = Outlet(name=called, site=home, owner=_owner(owner), feed_url=address, added_at=uow.now)
        session.add(row)
        session.flush()
        jobs.enqueue(session, PollOutlet, row.id or 0, uow.now)
        history.append(session, f"outlet:{row.id}", "add", actor, uow.now, data={"name": called, "feed": address})
        return _outlet_sheet(row, 0, uow.now)


def _owner(given: str) -> str:
    return " ".join(given.split())[:200]


def set_owner(uow: UnitOfWork, outlet_id: int, actor: Actor, *, owner: str) -> OutletSheet:
    """Say who owns an outlet, or with an empty `owner` that nobody knows."""
    actor.require(Action.MANAGE_OUTLETS)
    with uow.writing() as session:
        row = _outlet(session, outlet_id)
        before, row.owner = row.owner, _owner(owner)
        if row.owner != before:
            data = {"changes": {"owner": [before, row.owner]}}
            history.append(session, f"outlet:{outlet_id}", "change owner", actor, uow.now, data=data)
        return _outlet_sheet(row, 0, uow.now)


def _outlet(session: Session, outlet_id: int) -> Outlet:
    row = rows.outlet(session, outlet_id)
    if row is None:
        raise NotFound("There is no such outlet.")
    return row


def switch(uow: UnitOfWork, outlet_id: int, actor: Actor, *, active: bool) -> OutletSheet:
    """Stop or start reading an outlet's feed."""
    actor.require(Action.MANAGE_OUTLETS)
    with uow.writing() as session:
        row = _outlet(session, outlet_id)
        row.active, row.next_attempt_at = active, None
        if active:
            jobs.enqueue(session, PollOutlet, outlet_id, uow.now)
        history.append(session, f"outlet:{outlet_id}", "switch on" if active else "switch off", actor, uow.now)
        return _outlet_sheet(row, 0, uow.now)


def poll_due(uow: UnitOfWork) -> int:
    """Want a reading of every outlet whose time has come; returns how many."""
    with uow.writing() as session:
        due = rows.due_outlets(session, uow.now)
        for outlet in due:
            jobs.enqueue(session, PollOutlet, outlet.id or 0, uow.now)
        return len(due)
