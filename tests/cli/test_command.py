"""The `factcheck` command: what it prints, where, and with which exit code."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest
from click.testing import CliRunner, Result

from factcheck.cli.command import desk
from factcheck.domain.review import diagram
from factcheck.services import people, second_factor, signing_in, tokens
from factcheck.up import address
from factcheck.wiring import Desk

Run = Callable[..., Result]

ARTICLE = """Harbour bridge to close, mayor says

The Harbour Bridge in Larkstead will close for nine weeks, Mayor Ida Brandt said on Monday.
"We found 41 cracks in the northern pier," Brandt told reporters.
The Larkstead Transport Board denied that the pier is unsafe.
"""


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `factcheck` with these words on a migrated desk; a list of what came of it."""
    monkeypatch.setenv("FACTCHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.delenv("FACTCHECK_PUBLIC_URL", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*words: str, given: str = "") -> Result:
        return CliRunner().invoke(desk, list(words), input=given)

    return run


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "harbour-bridge.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def add_ida(run: Run) -> None:
    done = run(
        "people", "add", "ida@desk.example", "--name", "Ida", "--role", "checker", "--password-stdin",
        given="a long enough password\n",
    )  # fmt: skip
    assert done.exit_code == 0, done.output


def test_stages_prints_the_table(run: Run) -> None:
    assert run("stages").output == diagram() + "\n"


def test_stages_loads_nothing_heavy() -> None:
    code = (
        "import sys; from factcheck.cli.command import desk; desk(['stages'], standalone_mode=False);"
        "print(sorted({'flask', 'sqlalchemy', 'spacy', 'celery', 'redis'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_a_person_with_a_password_can_sign_in(run: Run) -> None:
    add_ida(run)
    desk = Desk.from_settings()
    token = signing_in.sign_in(
        desk.unit(), desk.passwords, "ida@desk.example", "a long enough password", address="::1", browser=""
    )
    signed_in = signing_in.who_is(desk.unit(), token)
    assert signed_in is not None
    assert signed_in.actor.name == "Ida"


def test_a_person_without_a_password_gets_a_link(run: Run) -> None:
    done = run("people", "add", "bo@desk.example", "--name", "Bo", "--role", "editor", "--role", "admin")
    token = done.output.strip().removeprefix("http://127.0.0.1:8000/welcome/")
    assert signing_in.invitation(Desk.from_settings().unit(), token).email == "bo@desk.example"


def test_a_link_leads_to_where_the_desk_answered_last(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address.keep(tmp_path / "data", "http://127.0.0.1:8123")
    words = ("people", "add", "bo@desk.example", "--name", "Bo", "--role", "editor")
    assert run(*words).output.startswith("http://127.0.0.1:8123/welcome/")
    monkeypatch.setenv("FACTCHECK_PUBLIC_URL", "https://desk.example")
    assert run("people", "add", "cy@desk.example", *words[3:]).output.startswith("https://desk.example/welcome/")


def test_a_lost_second_factor_is_taken_away(run: Run) -> None:
    given = ("--name", "Jana", "--role", "admin", "--password-stdin")
    run("people", "add", "jana@desk.example", *given, given="long enough for now\n")
    none = run("people", "reset-second-factor", "jana@desk.example")
    assert none.exit_code != 0
    made = Desk.from_settings()
    _, jana = people.by_email(made.unit(), "jana@desk.example")
    second_factor.begin(made.unit(), made.factors, made.passwords, jana, password="long enough for now")
    fresh = second_factor.waiting(made.unit(), made.factors, jana, email="jana@desk.example")
    assert fresh is not None
    code = pyotp.TOTP(fresh.secret.replace(" ", "")).at(made.clock())
    second_factor.confirm(made.unit(), made.factors, jana, code=code, keep=None)
    done = run("people", "reset-second-factor", "jana@desk.example")
    assert (done.exit_code, "password alone" in done.output) == (0, True)
    assert not second_factor.standing(made.unit(), made.factors, jana).on
    made.close()


def test_a_short_password_adds_nobody(run: Run) -> None:
    words = ("people", "add", "ida@desk.example", "--name", "Ida", "--role", "checker")
    done = run(*words, "--password-stdin", given="short\n")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "A password needs at least 12 characters.\n"
    assert run(*words).exit_code == 0


def test_a_token_is_printed_alone_and_works(run: Run) -> None:
    add_ida(run)
    done = run("token", "add", "ida@desk.example", "--scope", "read")
    actor, scope = tokens.who_holds(Desk.from_settings().unit(), done.output.strip())
    assert (actor.name, scope.value) == ("Ida", "read")


def test_a_token_for_nobody_is_refused_in_a_sentence(run: Run) -> None:
    done = run("token", "add", "no@desk.example", "--scope", "read")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Nobody here has the address no@desk.example.\n"


def test_bad_usage_has_another_exit_code(run: Run) -> None:
    assert run("token", "add", "ida@desk.example", "--scope", "everything").exit_code == 2
    assert run("split", "nowhere.txt").exit_code == 2


def test_split_prints_the_interchange_format(run: Run, article: Path) -> None:
    given = ("--outlet", "The Tide", "--published", "2026-03-10")
    done = run("split", str(article), "--format", "json", "--with-text", *given)
    document = json.loads(done.stdout)
    assert (document["doc_id"], document["published"], document["text"]) == ("harbour-bridge", "2026-03-10", ARTICLE)
    assert document["claims"]
    for claim in document["claims"]:
        pieces = [ARTICLE[start:end] for start, end in claim["span"]]
        assert " [...] ".join(pieces) == claim["span_text"]


def test_split_prints_a_table_with_a_line_for_each_claim(run: Run, article: Path) -> None:
    claims = json.loads(run("split", str(article), "--format", "json").stdout)["claims"]
    assert len(run("split", str(article)).stdout.splitlines()) == len(claims) + 1


def test_an_article_is_brought_in_once(run: Run, article: Path) -> None:
    add_ida(run)
    first = run("ingest", str(article), "--as", "ida@desk.example")
    again = run("ingest", str(article))
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.output.split()[-1] == again.output.split()[-1]
    assert "already" in again.output


def test_what_is_no_article_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    assert run("ingest", "nowhere.txt").exit_code == 2
    done = run("ingest", "empty.txt")
    assert (done.exit_code, done.stderr) == (1, "The file is empty.\n")


def test_an_export_goes_to_the_screen_or_to_a_file(run: Run, tmp_path: Path) -> None:
    assert list(csv.reader(run("export", "--format", "csv").output.splitlines()))
    assert run("export", "--format", "feed", "--output", "feed.json").output == ""
    assert json.loads((tmp_path / "feed.json").read_text())["dataFeedElement"] == []


def test_the_history_is_verified(run: Run) -> None:
    add_ida(run)
    assert run("history", "verify").output == "The history is whole.\n"


def test_doctor_says_what_is_missing_and_what_to_do(run: Run) -> None:
    done = run("doctor", "--quick")
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert lines[0].startswith("ok       database: SQLite")
    assert lines[1].startswith("MISSING  broker: The broker does not answer.")
    assert "REDIS_URL" in lines[1]


def test_doctor_is_content_when_everything_is_there(run: Run, valkey_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", valkey_url)
    done = run("doctor")
    assert done.exit_code == 0, done.output
    assert "MISSING" not in done.output
    assert "splitter: splits a sentence" in done.output


def test_a_database_that_is_away_is_said_in_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://desk@127.0.0.1:1/desk")
    done = run("migrate")
    assert done.exit_code == 1
    assert done.stderr.startswith("The database does not answer:")
    assert done.stderr.count("\n") == 1


def test_a_setting_that_cannot_be_used_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_PUBLIC_URL", "desk.example")
    done = run("doctor")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "FACTCHECK_PUBLIC_URL" in done.stderr


def test_the_migrations_give_the_tables(run: Run) -> None:
    assert run("migrate").output == "The database is up to date.\n"
    assert run("migrate", "--check").exit_code == 0


def test_a_desk_without_corrections_exports_none_and_says_which_articles_it_would(run: Run) -> None:
    assert run("migrate").exit_code == 0
    done = run("corrections", "export")
    assert (done.exit_code, done.output) == (0, "")
    assert "every claim in it that is worth checking" in " ".join(run("corrections", "export", "--help").output.split())
