"""An article goes through the workers as they are: split by a real process, its claims searched for."""

from factcheck.domain.articles import ArticleStatus, Incoming
from factcheck.domain.people import Actor, Role
from factcheck.domain.review import QueueFilters
from factcheck.services import articles, claims
from tests.machines import Machine
from tests.servers import until

EDITOR = Actor(None, "an editor", frozenset({Role.EDITOR}))
TEXT = """Larkstead bridge to close for nine weeks

The Harbour Bridge in Larkstead will close for nine weeks from Monday, Mayor Ida Brandt said.
"We found 41 cracks in the northern pier," Brandt told reporters on Thursday.
The Larkstead Transport Board denied that the pier is unsafe.
"""


def test_an_article_becomes_claims_that_are_searched_for(machine: Machine) -> None:
    machine.scheduler()
    machine.worker()
    received = articles.receive(machine.unit, Incoming(TEXT, outlet="The Tide"), EDITOR)
    until(lambda: _status(machine, received.article_id) is not ArticleStatus.WAITING, 40, "the article to be taken up")
    until(lambda: _status(machine, received.article_id) is ArticleStatus.READY, 40, "the article to be split")
    until(machine.all_done, 40, "every job")
    rows = claims.queue(machine.unit, EDITOR, QueueFilters()).rows
    assert any("41 cracks" in row.statement for row in rows)
    done = {job.name for job in machine.jobs()}
    assert {"factcheck.split_article", "factcheck.find_reports"} <= done
    assert not [job.problem for job in machine.jobs() if job.failed]


def _status(machine: Machine, article_id: int) -> ArticleStatus:
    return articles.sheet(machine.unit, article_id, EDITOR).status
