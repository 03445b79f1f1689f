"""The page on which an admin has the whole history of the desk checked."""

from flask.typing import ResponseReturnValue

from factcheck.domain.people import Action
from factcheck.services import history
from factcheck.web.admin.sections import rooms, shown
from factcheck.web.doors import needs
from factcheck.web.sessions import desk


@rooms.get("/history")
@needs(Action.MANAGE_PEOPLE)
def checked_history() -> ResponseReturnValue:
    return shown("history.html", "admin.checked_history", problems=None)


@rooms.post("/history")
@needs(Action.MANAGE_PEOPLE)
def check_history() -> ResponseReturnValue:
    problems = history.verify(desk().unit(), desk().settings.key)
    return shown("history.html", "admin.checked_history", problems=problems)
