"""What the domain rules the database rules again: proved by SQL that goes around the desk, on both databases."""

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.store.conftest import Sql
from tests.store.rows import DAY, ROWS

APPEND_ONLY = (
    "history", "checkpoint", "finding", "finding_author", "approval", "voiding", "opinion_answer", "opinion_reader",
)  # fmt: skip


def row(table: str, **changes: object) -> dict[str, object]:
    return dict(next(values for name, values in ROWS if name == table)) | changes


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_nothing_append_only_is_updated(sql: Sql, table: str) -> None:
    column = "person_id" if table in {"finding_author", "voiding", "opinion_answer", "opinion_reader"} else "id"
    before = sql(f"SELECT * FROM {table}")
    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        sql(f"UPDATE {table} SET {column} = {column}")
    assert sql(f"SELECT * FROM {table}") == before


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_nothing_append_only_is_deleted(sql: Sql, table: str) -> None:
    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        sql(f"DELETE FROM {table}")
    assert sql.count(table) > 0


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_nothing_append_only_is_replaced_or_truncated(sql: Sql, table: str) -> None:
    before = sql(f"SELECT * FROM {table}")
    if sql.dialect == "postgresql":
        with pytest.raises(DBAPIError, match="append-only"):
            sql(f"TRUNCATE {table} CASCADE")
    else:
        columns = ", ".join(f'"{name}"' for _, name, *_ in sql(f"PRAGMA table_info({table})"))
        with pytest.raises(DBAPIError):
            sql(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")
    assert sql(f"SELECT * FROM {table}") == before


def test_the_database_refuses_a_second_opinion_of_who_knows_the_first(sql: Sql) -> None:
    sql.insert("opinion", **row("opinion", id=2, claim_id=2, finding_id=2, answered_at=None))
    second = row("opinion_answer", opinion_id=2)
    sql.insert("opinion_reader", opinion_id=2, person_id=2, at=DAY)
    for knows in (1, 2):  # the author of the finding, and who has read it
        with pytest.raises(IntegrityError, match="who knows the first answer gives no second opinion"):
            sql.insert("opinion_answer", **second | {"person_id": knows})
    sql.insert("opinion_answer", **second)
    with pytest.raises(IntegrityError, match="who gave the second opinion is no author of the first"):
        sql.insert("finding_author", finding_id=2, person_id=3)


def test_a_claim_has_one_opinion_and_an_ended_one_has_one_end(sql: Sql) -> None:
    with pytest.raises(IntegrityError):
        sql.insert("opinion", **row("opinion", id=2, finding_id=2))
    with pytest.raises(IntegrityError):
        sql.insert("opinion", **row("opinion", id=2, claim_id=2, finding_id=2, closed_at=DAY))
    with pytest.raises(IntegrityError):
        sql.insert("opinion", **row("opinion", id=2, claim_id=2, finding_id=2, drawn=False))


def approval(**changes: object) -> dict[str, object]:
    return row("approval") | {"id": 2, "finding_id": 2, "content_hash": "h2"} | changes


def test_an_editor_who_is_no_author_signs(sql: Sql) -> None:
    sql.insert("approval", **approval())
    assert sql.count("approval") == 2


def test_the_database_refuses_an_approver_who_is_an_author(sql: Sql) -> None:
    with pytest.raises(IntegrityError, match="the approver is an author of the finding"):
        sql.insert("approval", **approval(approver_id=1))


def test_the_database_refuses_an_approver_who_is_a_co_author(sql: Sql) -> None:
    sql.insert("finding_author", finding_id=2, person_id=2)
    with pytest.raises(IntegrityError, match="the approver is an author of the finding"):
        sql.insert("approval", **approval())


def test_the_database_refuses_the_approval_of_a_finding_without_an_author(sql: Sql) -> None:
    sql.insert("finding", **row("finding", id=3, number=3, content_hash="h3"))
    with pytest.raises(IntegrityError, match="the approver is an author of the finding"):
        sql.insert("approval", **approval(finding_id=3, content_hash="h3"))


def test_nobody_becomes_an_author_of_what_they_have_approved(sql: Sql) -> None:
    with pytest.raises(IntegrityError, match="the finding is approved"):
        sql.insert("finding_author", finding_id=1, person_id=2)


def test_the_database_refuses_the_approval_of_another_content(sql: Sql) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        sql.insert("approval", **approval(content_hash="another"))


def test_a_finding_is_approved_once(sql: Sql) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        sql.insert("approval", **approval(finding_id=1, content_hash="h1"))


LIES = {
    "claim": ("stage", "quotation"), "finding": ("verdict",), "draft": ("verdict",), "article": ("status",),
    "place": ("role",), "source": ("medium", "stance", "kind"), "ask": ("status",), "api_token": ("scope",),
    "person_role": ("role",), "approval": ("correction",),
}  # fmt: skip
IDS = {"draft": {"person_id": 2}, "person_role": {"person_id": 2}, "approval": {"finding_id": 2, "content_hash": "h2"}}
UNIQUE = {"claim": {"number": 9}, "finding": {"number": 9, "content_hash": "h9"}, "article": {"url": None},
          "ask": {"words": "other"}, "api_token": {"sha256": "other"}}  # fmt: skip


@pytest.mark.parametrize(("table", "column"), [(table, column) for table in LIES for column in LIES[table]])
def test_the_database_knows_no_lies(sql: Sql, table: str, column: str) -> None:
    fresh = row(table, **(IDS.get(table) or {"id": 9}), **UNIQUE.get(table, {}))
    fresh |= {"id": 9} if "id" in fresh else {}
    with pytest.raises(IntegrityError, match=r"(?i)check"):
        sql.insert(table, **fresh | {column: "lies"})


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("score", {"score": 1.5, "rank": -1.5}),
        ("score", {"score": -0.1, "rank": 0.1}),
        ("rank", {"rank": 0.5}),
        ("assignee_only_while_checking", {"assignee_id": 1}),
        ("assignee_only_while_checking", {"assignee_id": 1, "stage": "approved"}),
        ("lease_has_holder", {"lease_until": DAY, "stage": "checking"}),
        ("dismissed_with_reason", {"stage": "dismissed"}),
        ("dismissed_with_reason", {"dismiss_reason": "opinion"}),
        ("dismiss_reason", {"stage": "dismissed", "dismiss_reason": "lies"}),
    ],
)
def test_a_claim_that_cannot_be_is_refused(sql: Sql, constraint: str, changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=f"ck_claim_{constraint}"):
        sql.insert("claim", **row("claim", id=9, number=9) | changes)


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("person", {"id": 9}),
        ("article", {"id": 9}),
        ("revision", {"id": 9}),
        ("claim", {"id": 9}),
        ("finding", {"id": 9, "content_hash": "h9"}),
        ("history", {"id": 9}),
        ("ask", {"id": 9}),
        ("lead", {"id": 9}),
        ("report", {"id": 9}),
        ("page", {"id": 9}),
        ("outlet", {"id": 9}),
        ("feed_item", {"id": 9}),
        ("invitation", {"id": 9}),
        ("sign_in", {"id": 9}),
        ("api_token", {"id": 9}),
    ],
)
def test_what_there_is_once_is_there_once(sql: Sql, table: str, changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        sql.insert(table, **row(table) | changes)


@pytest.mark.parametrize(
    ("table", "column"),
    [("claim", "article_id"), ("claim", "assignee_id"), ("place", "revision_id"), ("source", "claim_id"),
     ("sign_in", "person_id"), ("report", "page_id")],
)  # fmt: skip
def test_nothing_points_to_what_is_not_there(sql: Sql, table: str, column: str) -> None:
    fresh = row(table, id=9) | {"number": 9, "stage": "checking"} if table == "claim" else row(table, id=9)
    fresh |= {"token_sha256": "other"} if table == "sign_in" else {}
    fresh |= {"claim_id": 2} if table == "report" else {}
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        sql.insert(table, **fresh | {column: 4711})


def test_who_is_pointed_to_is_not_deleted(sql: Sql) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        sql("DELETE FROM person WHERE id = 2")
