"""Outlets over the API: which feeds are read, and who owns whom."""

from flask import Response

from factcheck.services import outlets as press
from factcheck.web.api.answering import answer, once
from factcheck.web.api.door import actor, rooms
from factcheck.web.api.given.outlets import NewOutlet, OutletGiven, Switched
from factcheck.web.api.shapes.outlets import Outlet, Outlets
from factcheck.web.sessions import desk


@rooms.get("/outlets")
@rooms.output(Outlets)
def outlets() -> Outlets:
    """The outlets that are read

    With their owners: reports of two outlets of one owner come from one house.
    """
    return Outlets(items=[Outlet.model_validate(each) for each in press.known(desk().unit(), actor())])


@rooms.patch("/outlets/<int:outlet_id>")
@rooms.input(OutletGiven, arg_name="given")
@rooms.output(Outlet)
def set_owner(outlet_id: int, given: OutletGiven) -> Response:
    """Say who owns an outlet

    For editors and admins. An empty owner says that it is not known.
    """
    return once(
        lambda unit: answer(Outlet.model_validate(press.set_owner(unit, outlet_id, actor(), owner=given.owner)))
    )


@rooms.post("/outlets")
@rooms.input(NewOutlet, arg_name="given")
@rooms.output(Outlet, 201)
def add_outlet(given: NewOutlet) -> Response:
    """Read one more outlet

    For editors and admins. Its feed is read from now on.
    """
    return once(lambda unit: answer(Outlet.model_validate(press.add(unit, actor(), **dict(given))), 201))


@rooms.post("/outlets/<int:outlet_id>/switch")
@rooms.input(Switched, arg_name="given")
@rooms.output(Outlet)
def switch_outlet(outlet_id: int, given: Switched) -> Response:
    """Stop or start reading an outlet

    For editors and admins.
    """
    return once(lambda unit: answer(Outlet.model_validate(press.switch(unit, outlet_id, actor(), active=given.active))))
