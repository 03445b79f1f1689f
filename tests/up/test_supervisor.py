"""The supervisor with real processes: it waits for them, starts them again, and leaves none behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.up import supervisor as module
from factcheck.up.child import LOG_AT_MOST, PATIENT, Program
from factcheck.up.supervisor import Stopped, Supervisor, Trouble
from tests.servers import until

IDLE = "import time; print('open', flush=True); time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('open', flush=True); time.sleep(600)"
PARENT = "import subprocess, sys; print(subprocess.Popen(['sleep', '600']).pid, 'open', flush=True); sys.stdin.read(); import time; time.sleep(600)"  # noqa: E501


NICENESS = "import os; print(os.nice(0))"


def python(code: str, name: str = "thing", **more: object) -> Program:
    return Program(name, (sys.executable, "-c", code), "It is ready", "open", **more)  # type: ignore[arg-type]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Supervisor:
    return Supervisor(tmp_path / "logs", said.append)


def pid_of(supervisor: Supervisor) -> int:
    process = supervisor._children[0]._process
    assert process
    return process.pid


def test_a_program_that_ends_gives_its_words(supervisor: Supervisor, said: list[str]) -> None:
    with supervisor.on_duty():
        assert supervisor.once("Counting", python("print('one two')")) == "one two\n"
    assert said == ["It is ready"]


def test_a_patient_program_leaves_the_processor_to_the_others(supervisor: Supervisor) -> None:
    with supervisor.on_duty():
        others, patient = (int(supervisor.once("Asking", python(NICENESS, patient=which))) for which in (False, True))
    assert others == os.nice(0)
    assert patient == min(19, others + PATIENT)


def test_a_program_that_fails_is_said_with_its_last_words_and_its_log(supervisor: Supervisor, tmp_path: Path) -> None:
    with supervisor.on_duty(), pytest.raises(Trouble) as trouble:
        supervisor.once("Counting", python("import sys; print('one', flush=True); sys.exit('the disk is full')"))
    assert trouble.value.words == "one\nthe disk is full\n"
    assert "Counting did not work: the disk is full" in str(trouble.value)
    assert str(tmp_path / "logs" / "thing.log") in str(trouble.value)


def test_a_program_that_dies_at_its_start_is_trouble(supervisor: Supervisor) -> None:
    with supervisor.on_duty(), pytest.raises(Trouble, match="no such thing"):
        supervisor.keep(python("raise SystemExit('no such thing')"))


def test_a_program_that_dies_is_started_again(supervisor: Supervisor, said: list[str]) -> None:
    with supervisor.on_duty():
        supervisor.keep(python(IDLE))
        first = pid_of(supervisor)
        os.kill(first, signal.SIGKILL)
        until(lambda: not supervisor._children[0].running)
        supervisor._again(supervisor._children[0])
        assert pid_of(supervisor) != first
        assert supervisor._children[0].running
    assert any("The thing died (exit code -9); starting again" in line for line in said)


def test_a_program_that_dies_again_and_again_is_trouble(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RESTARTS", 2)
    with supervisor.on_duty():
        supervisor.keep(python("import time; print('open', flush=True); time.sleep(0.3); raise SystemExit('worn out')"))
        with pytest.raises(Trouble, match=r"died 3 times in a minute: worn out"):
            supervisor.watch()


def test_the_others_are_looked_after_while_something_else_goes_on(supervisor: Supervisor, said: list[str]) -> None:
    with supervisor.on_duty():
        supervisor.keep(python("import time; print('open', flush=True); time.sleep(0.4)", "mayfly"))
        supervisor.once("Counting", python("import time; time.sleep(1)", "counter"))
    assert any("The mayfly died" in line for line in said)


def test_what_takes_too_long_is_ended(supervisor: Supervisor) -> None:
    with supervisor.on_duty():
        with pytest.raises(Trouble, match=r"takes more than 0.3 s"):
            supervisor.once("Counting", python(DEAF), at_most=0.3)
        assert not supervisor._children


def test_sigterm_ends_the_watch_and_everything_that_was_started(supervisor: Supervisor) -> None:
    with supervisor.on_duty():
        supervisor.keep(python(IDLE, "one"), python(IDLE, "two"))
        pids = [child._process.pid for child in supervisor._children if child._process]
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Stopped):
            supervisor.watch()
    assert len(pids) == 2
    assert not any(alive(pid) for pid in pids)


def test_what_a_program_has_started_goes_with_it(supervisor: Supervisor) -> None:
    with supervisor.on_duty():
        supervisor.keep(python(PARENT))
        grandchild = int(supervisor._children[0].words().split()[0])
        assert alive(grandchild)
    until(lambda: not alive(grandchild), 5, "the end of the grandchild")


def test_who_does_not_listen_is_killed(supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STOPPING", 0.3)
    with supervisor.on_duty():
        supervisor.keep(python(DEAF))
        pid = pid_of(supervisor)
    assert not alive(pid)


def test_a_long_log_is_put_aside_at_the_start(supervisor: Supervisor, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "thing.log"
    log.write_bytes(b"x" * (LOG_AT_MOST + 1))
    with supervisor.on_duty():
        supervisor.once("Counting", python("print('one')"))
    assert log.read_text() == "one\n"
    assert (tmp_path / "logs" / "thing.log.1").stat().st_size == LOG_AT_MOST + 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends children with their parent")
def test_the_kernel_ends_the_children_of_a_killed_supervisor(tmp_path: Path) -> None:
    code = f"""
import sys, pathlib
from factcheck.up.child import Program
from factcheck.up.supervisor import Supervisor
supervisor = Supervisor(pathlib.Path({str(tmp_path)!r}), print)
supervisor.keep(Program("thing", (sys.executable, "-c", {IDLE!r}), "ready", "open"))
print(supervisor._children[0]._process.pid, flush=True)
supervisor.watch()
"""
    driver = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert driver.stdout
    assert driver.stdout.readline() == "ready\n"
    child = int(driver.stdout.readline())
    assert alive(child)
    driver.kill()
    driver.wait()
    driver.stdout.close()
    until(lambda: not alive(child), 5, "the end of the child")
