"""Lists over the API: filters, and pages that lose and double nothing while others add to them."""

from factcheck.wiring import Desk
from tests.web.api.conftest import Caller, split


def story(number: int, sentences: int = 7) -> str:
    return " ".join(f"In story {number} the count of {each} rose by {each * 3} percent." for each in range(sentences))


def bring(desk: Desk, checker: Caller, number: int) -> int:
    facts = {"title": f"Story {number}", "outlet": f"Paper {number % 2}"}
    came = checker.post("/articles", {"text": story(number)} | facts)
    split(desk, came.json["id"])
    return int(came.json["id"])


def walk(desk: Desk, checker: Caller, path: str, between: range) -> list[int]:
    """Every id of a list, page after page, with an article brought in between the pages."""
    ids, cursor, coming = [], "", iter(between)
    while True:
        page = checker.get(f"{path}limit=4&cursor={cursor}").json
        ids += [row["id"] for row in page["items"]]
        if page["next"] is None:
            return ids
        cursor = page["next"]
        number = next(coming, None)
        if number is not None:
            bring(desk, checker, number)


def test_pages_of_claims_lose_and_double_nothing_while_rows_are_added(desk: Desk, checker: Caller) -> None:
    for number in range(3):
        bring(desk, checker, number)
    there = {row["id"] for row in checker.get("/claims?limit=200").json["items"]}
    assert len(there) == 21
    for sort in ("worth", "oldest", "newest"):
        ids = walk(desk, checker, f"/claims?sort={sort}&", range(100, 103) if sort == "worth" else range(0))
        assert len(ids) == len(set(ids)), sort
        assert there <= set(ids), sort


def test_pages_of_articles_lose_and_double_nothing_while_rows_are_added(desk: Desk, checker: Caller) -> None:
    there = {bring(desk, checker, number) for number in range(9)}
    ids = walk(desk, checker, "/articles?", range(100, 102))
    assert len(ids) == len(set(ids))
    assert there <= set(ids)
    assert ids == sorted(ids, reverse=True)


def test_a_cursor_of_one_order_is_none_of_another(desk: Desk, checker: Caller) -> None:
    bring(desk, checker, 1)
    cursor = checker.get("/claims?limit=2").json["next"]
    answer = checker.get("/claims", query_string={"limit": 2, "cursor": cursor, "sort": "newest"})
    assert (answer.status_code, answer.json["field"]) == (422, "cursor")


def test_claims_are_filtered_by_what_the_address_says(desk: Desk, checker: Caller, editor: Caller) -> None:
    first, second = bring(desk, checker, 1), bring(desk, checker, 2)
    taken = checker.post("/claims/next", {"article": second}).json["id"]
    checker.patch(f"/claims/{taken}", {"seen": 2, "topic": "counts", "claimant": "The Statistics Office"})

    def ids(query: str, caller: Caller = checker) -> list[int]:
        return [row["id"] for row in caller.get(f"/claims?{query}").json["items"]]

    assert len(ids("")) == 14
    assert len(ids(f"article={first}")) == 7
    assert len(ids("outlet=paper 1")) == 7
    assert ids("stage=checking") == ids("topic=counts") == ids("claimant=statistics") == ids("mine=1") == [taken]
    assert ids("mine=1", editor) == []
    assert len(ids("stage=queued")) == 13
    assert len(ids("q=9 percent")) == 2
    assert ids("verdict=disputed") == ids("stage=approved") == ids("reports=1") == ids("older=1") == []
    answer = {"verdict": "unverified", "rationale": "Nobody could be reached.", "tried": "Called the office."}
    checker.move(taken, "submit", **answer)
    assert ids("verdict=unverified") == ids("stage=submitted") == [taken]


def test_articles_are_found_by_their_words_with_their_claims_counted(desk: Desk, checker: Caller) -> None:
    number = bring(desk, checker, 1)
    (line,) = checker.get("/articles?q=percent").json["items"]
    assert (line["id"], line["claims"], line["open"], line["approved"]) == (number, 7, 7, 0)
    assert checker.get("/articles?q=zeppelin").json == {"items": [], "next": None}
