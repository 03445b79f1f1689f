"""Forms that no page of the desk would send are refused or change nothing, and hold up nobody."""

from flask import Flask

from factcheck.web.chosen import ranges, without_overlap
from tests.web.conftest import World
from tests.web.test_work import submitted

NUMBERS = ("9" * 5000, "9223372036854775808", "-1", "0", "²", "٣", "1e9", "")


def test_numbers_of_nothing_in_the_form_of_a_move_break_no_page(world: World) -> None:
    claim, omar = world.claims[0], world.signed_in("omar")
    submitted(world, claim)
    before = world.sheet(claim)
    for number in NUMBERS:
        form = {"seen": before.version, "verdict": "confirmed", "source": number}
        assert omar.post(f"/claims/{claim}/moves/amend", form).status_code in {404, 409, 422}, number
        assert world.sheet(claim) == before
        assert omar.post("/queue/next", {"hand": f"1 {number}"}).status_code == 303, number


def test_sentences_that_are_chosen_over_and_over_are_chosen_once(app: Flask) -> None:
    for given, numbers in (("3,1-2,2-3,1-3", [1, 2, 3]), ("2", [2]), ("1-2,4-4,4", [1, 2, 4]), ("4,1", [1, 4])):
        with app.test_request_context("/", method="POST", data={"sentence": given}):
            pairs = list(without_overlap(ranges("sentence")))
        assert [number for first, last in pairs for number in range(first, last + 1)] == numbers
    assert list(without_overlap((1, last) for last in range(1, 5000))) == [(1, 1), *((n, n) for n in range(2, 5000))]
