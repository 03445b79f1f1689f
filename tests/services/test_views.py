"""Saved views: each person's own, by name, and nobody else's."""

import pytest

from factcheck.domain.errors import Invalid, NotFound
from factcheck.services import views
from tests.services.conftest import Newsroom


def test_a_view_is_kept_for_its_person_alone(settled: Newsroom) -> None:
    saved = views.save(settled.unit(), settled.jana, name="  The   coast ", filters={"claimant": "Lina"})
    assert (saved.name, saved.filters) == ("The coast", {"claimant": "Lina"})
    assert views.of(settled.unit(), settled.jana) == [saved]
    assert views.of(settled.unit(), settled.omar) == []


def test_the_same_name_takes_the_new_filters_and_two_people_may_have_it(settled: Newsroom) -> None:
    first = views.save(settled.unit(), settled.jana, name="Coast", filters={"claimant": "Lina"})
    again = views.save(settled.unit(), settled.jana, name="Coast", filters={"sort": "oldest"})
    assert again.id == first.id
    assert views.of(settled.unit(), settled.jana) == [again]
    assert views.save(settled.unit(), settled.omar, name="Coast", filters={"sort": "due"}).id != first.id


def test_only_ones_own_view_can_be_removed(settled: Newsroom) -> None:
    saved = views.save(settled.unit(), settled.jana, name="Coast", filters={"sort": "due"})
    with pytest.raises(NotFound):
        views.remove(settled.unit(), settled.omar, saved.id)
    assert views.remove(settled.unit(), settled.jana, saved.id) == saved
    assert views.of(settled.unit(), settled.jana) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * (views.NAME_MOST + 1)])
def test_a_view_needs_a_short_name(settled: Newsroom, name: str) -> None:
    with pytest.raises(Invalid, match="at most 40"):
        views.save(settled.unit(), settled.jana, name=name, filters={"sort": "due"})


def test_a_view_of_everything_and_one_too_many_are_refused(settled: Newsroom) -> None:
    with pytest.raises(Invalid, match="Filter or sort the queue first"):
        views.save(settled.unit(), settled.jana, name="All", filters={})
    for number in range(views.MOST):
        views.save(settled.unit(), settled.jana, name=f"View {number}", filters={"sort": "due"})
    with pytest.raises(Invalid, match="remove one first"):
        views.save(settled.unit(), settled.jana, name="Another", filters={"sort": "due"})
    assert views.save(settled.unit(), settled.jana, name="View 3", filters={"sort": "oldest"}).filters
