"""Whatever is done to the history behind the desk's back, `verify` finds it, on both databases."""

import pytest
from sqlalchemy import text

from factcheck.domain.errors import NotFound
from factcheck.services import history, sign_offs
from tests.services.conftest import Newsroom

KEY = b"another desk's key"


def say(room: Newsroom, *statements: str) -> None:
    """SQL by somebody who owns the database and has taken the triggers away first."""
    with room.unit().writing() as session:
        if room.unit().dialect == "postgresql":
            session.execute(text("SET session_replication_role = replica"))
        else:
            triggers = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for trigger in triggers:
                session.execute(text(f"DROP TRIGGER {trigger}"))
            session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for statement in statements:
            session.execute(text(statement))
    if room.unit().dialect == "postgresql":
        with room.unit().writing() as session:
            session.execute(text("SET session_replication_role = DEFAULT"))


def checkpoint(room: Newsroom) -> None:
    history.checkpoint(room.unit(), room.desk.settings.key)


@pytest.fixture
def busy(room: Newsroom) -> Newsroom:
    """A newsroom with a published check and a signed checkpoint."""
    room.approved()
    checkpoint(room)
    assert room.problems() == []
    return room


TAMPERED = {
    "an edited note": ("UPDATE history SET note = 'forged' WHERE subject = 'claim:1' AND seq = 2", "claim:1 entry 2"),
    "another actor": ("UPDATE history SET actor_name = 'Omar' WHERE subject = 'claim:1' AND seq = 4", "claim:1 entry 4"),  # noqa: E501
    "another time": ("UPDATE history SET at = (SELECT min(created_at) FROM person) WHERE false", ""),
    "edited data": ("UPDATE history SET data = '{\"finding\": 9}' WHERE subject = 'claim:1' AND seq = 4", "claim:1 entry 4"),  # noqa: E501
    "a deleted entry": ("DELETE FROM history WHERE subject = 'claim:1' AND seq = 2", "claim:1 entry 3"),
    "a cut tail": ("DELETE FROM history WHERE subject = 'claim:1' AND seq = 5", "claim:1: entry 5 is not what"),
    "a chain taken away": ("DELETE FROM history WHERE subject = 'claim:1'", "claim:1: entry 5 is not what"),
    "an inserted entry": (
        "INSERT INTO history (subject, seq, at, actor_name, what, note, data, previous, hash) SELECT subject, 6, at, "
        "'Omar', 'approve', '', data, hash, hash FROM history WHERE subject = 'claim:1' AND seq = 5",
        "claim:1 entry 6: its content does not match its hash",
    ),
    "a new order": (
        "UPDATE history SET seq = CASE seq WHEN 2 THEN 103 WHEN 3 THEN 102 END WHERE subject = 'claim:1' AND seq IN (2, 3)",  # noqa: E501
        "out of order",
    ),
    "a forged checkpoint": ("UPDATE checkpoint SET signature = 'forged'", "is not signed with this desk's key"),
    "moved heads": ("UPDATE checkpoint SET heads = '{}'", "is not signed with this desk's key"),
    "another rationale in a sealed finding": (
        """UPDATE finding SET content = REPLACE(CAST(content AS text), 'The register says', 'Nobody says')""",
        "claim:1 finding 1: its content does not match its seal",
    ),
    "another verdict of a sealed finding": (
        "UPDATE finding SET verdict = 'disputed'", "claim:1 finding 1: its content does not match its seal",
    ),
    "an approval nobody gave": (
        "UPDATE approval SET approver_id = (SELECT id FROM person WHERE email = 'max@desk.example')",
        "claim:1 finding 1: its approval is not the one in the history",
    ),
}  # fmt: skip
del TAMPERED["another time"]


@pytest.mark.parametrize("how", TAMPERED)
def test_tampering_is_found(busy: Newsroom, how: str) -> None:
    statement, where = TAMPERED[how]
    if busy.unit().dialect == "postgresql":
        statement = statement.replace(
            "'The register says', 'Nobody says')", "'The register says', 'Nobody says')::jsonb"
        )
        statement = statement.replace("'{\"finding\": 9}'", "'{\"finding\": 9}'::jsonb")
    say(busy, statement)
    assert any(where in problem for problem in busy.problems()), busy.problems()


FORGED = {
    "a hash without what it is the hash of": """UPDATE history SET data = '{"content_hash": "x"}' WHERE seq = 4""",
    "an opinion without a number": """UPDATE history SET data = '{"opinion_hash": "x"}' WHERE seq = 4""",
    "a seal of nothing": """UPDATE history SET data = '{"seal": "x"}' WHERE seq = 4""",
    "a list": "UPDATE history SET data = '[1]' WHERE seq = 4",
    "a word": """UPDATE history SET data = '"x"' WHERE seq = 4""",
    "heads that are none": """UPDATE checkpoint SET heads = '{"claim:1": 5}'""",
}


@pytest.mark.parametrize("how", FORGED)
def test_what_was_forged_so_that_it_cannot_be_read_is_a_problem_beside_the_others(busy: Newsroom, how: str) -> None:
    say(busy, "UPDATE history SET note = 'forged' WHERE subject = 'article:1' AND seq = 1", FORGED[how])
    problems = busy.problems()
    assert any("cannot be read" in problem for problem in problems), problems
    assert "article:1 entry 1: its content does not match its hash" in problems, "others are looked at all the same"


def test_a_finding_whose_seal_was_made_anew_is_not_what_the_history_says(busy: Newsroom) -> None:
    say(busy, "UPDATE approval SET content_hash = 'forged'", "UPDATE finding SET content_hash = 'forged'")
    problems = busy.problems()
    assert any("claim:1 finding 1: its content does not match its seal" in problem for problem in problems)
    assert any("claim:1 finding 1: its seal is not the one in the history" in problem for problem in problems)


def test_what_was_signed_is_what_its_seal_says(busy: Newsroom) -> None:
    standing = sign_offs.before_signing(busy.unit(), 1, busy.max)[1]
    sign_offs.sign_off(busy.unit(), 1, busy.max, hash_seen=standing.seal, note="")
    assert busy.problems() == []
    forged = {
        "sqlite": "REPLACE(CAST(data AS text), 'confirmed', 'disputed')",
        "postgresql": "jsonb_set(data, '{content,claims,0,verdict}', '\"disputed\"')",
    }
    say(busy, f"UPDATE history SET data = {forged[busy.unit().dialect]} WHERE what = 'sign off'")
    assert any("what was signed does not match its seal" in problem for problem in busy.problems())


def test_a_checkpoint_is_worth_its_key(busy: Newsroom) -> None:
    [problem] = history.verify(busy.unit(), KEY)
    assert problem.endswith("is not signed with this desk's key")


def test_what_came_after_a_checkpoint_is_no_tampering(busy: Newsroom) -> None:
    busy.claim("A tower fell in Orlin.", url="https://herald.example/2")
    assert busy.problems() == []
    checkpoint(busy)
    assert busy.problems() == []


def test_nothing_new_needs_no_new_checkpoint(busy: Newsroom) -> None:
    def checkpoints() -> int:
        with busy.unit().reading() as session:
            return int(session.execute(text("SELECT count(*) FROM checkpoint")).scalar() or 0)

    before = checkpoints()
    checkpoint(busy)
    assert checkpoints() == before
    busy.claim("A tower fell in Orlin.", url="https://herald.example/2")
    checkpoint(busy)
    assert checkpoints() == before + 1


def test_an_empty_desk_has_a_sound_history(busy: Newsroom) -> None:
    with pytest.raises(NotFound, match="no history of that"):
        history.lines(busy.unit(), "claim:4711", busy.jana)


def test_the_chain_of_an_article_tells_how_it_came_in(busy: Newsroom) -> None:
    lines = history.lines(busy.unit(), "article:1", busy.jana)
    assert [(line.what, line.who) for line in reversed(lines)] == [
        ("bring in", "Jana"), ("revision", "Jana"), ("split", "a worker"),
    ]  # fmt: skip
