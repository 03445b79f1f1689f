"""Who holds the token."""

from factcheck.domain.people import Action
from factcheck.web.api.door import actor, rooms, scope
from factcheck.web.api.shapes.people import Me


@rooms.get("/me")
@rooms.output(Me)
def me() -> Me:
    """Whose token this is

    Their roles, the scope of the token, and what the roles carry.
    """
    holder = actor()
    may = [action.value for action in Action if holder.may(action)]
    return Me(id=holder.id or 0, name=holder.name, roles=sorted(holder.roles), scope=scope(), may=may)
