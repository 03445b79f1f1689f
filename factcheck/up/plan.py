"""Which programs make up a desk on one machine, in which order they start, and what a person is told."""

import fcntl
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from factcheck.config import ROOT, Settings
from factcheck.domain.clock import utc_now
from factcheck.domain.errors import Refused
from factcheck.domain.jobs import Queue
from factcheck.up import address, valkey
from factcheck.up import demo as demos
from factcheck.up.child import Program
from factcheck.up.demo import Demo, port_is_free
from factcheck.up.supervisor import Say, Stopped, Supervisor, Trouble

NEW_DATABASE = "The database is new"
"""What `factcheck migrate` prints when it has made the first tables."""

CHILDREN = 2
"""Processes of those who fetch, and of those who do the rest: pages on their way hold up nobody who has work to do."""

DEMO_SHARE = "0.25"
DEMO_LOADING = 1800.0
"""Seconds that are never reached: the loader itself gives up when the workers have done nothing for three minutes."""


def up(settings: Settings, *, port: int, with_demo: bool, say: Say) -> int:
    """Run the desk until somebody stops it; the exit code. Refused when it cannot even begin."""
    data = settings.data.resolve()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _only_one(data):
        _ask_for(port)
        machine = Machine(settings, port, Supervisor(data / "logs", say), say)
        with valkey.folders(settings), machine.supervisor.on_duty():
            try:
                machine.start(with_demo=with_demo and not settings.production)
                machine.supervisor.watch()
            except Stopped:
                return 0
            except Trouble as trouble:
                say(str(trouble))
                return 1
    return 0


class Machine:
    """The programs of one desk on one machine."""

    def __init__(self, settings: Settings, port: int, supervisor: Supervisor, say: Say) -> None:
        self.settings = settings
        self.data = settings.data.resolve()
        self.port = port
        self.supervisor = supervisor
        self.say = say
        self.address = address.of(settings, port)

    def start(self, *, with_demo: bool) -> None:
        """Everything in order; what waits for nothing starts side by side."""
        _ = self.settings.key  # made here, once, before several processes look for it
        address.keep(self.data, self.address)
        if not self.settings.redis_url:
            self.supervisor.keep(self._broker())
        fresh = NEW_DATABASE in self.supervisor.once("Preparing the database", self._migration())
        demo = self._demo(fresh=fresh) if with_demo else None
        if demo:
            self.supervisor.keep(self._with(demo.press))
        self.supervisor.keep(self._scheduler(), self._web(demo), *self._workers(demo))
        if demo and not demo.sign_ins:
            self.say(f"The desk answers at {self.address}; its demo is being loaded")
            demo = self._load(demo)
        self._greet(demo)

    def _demo(self, *, fresh: bool) -> Demo | None:
        """The demo of this data folder; a new one when the database is new; None when its ports are taken."""
        demo = demos.kept(self.data)
        if demo is None and fresh:
            demo = demos.new(utc_now().date())
            demo.keep(self.data)
        if demo and not demo.open():
            self.say(
                f"The demo's press stays closed: another program has one of the ports {demo.ports[0]} to "
                f"{demo.ports[-1]}. Stop that program and start the desk again to open it."
            )
            return None
        return demo

    def _load(self, demo: Demo) -> Demo:
        """A demo that was not loaded whole is no reason to stop: who can sign in is told, the next start goes on."""
        try:
            words = self.supervisor.once("Loading the demo", self._with(demo.loading, self._reach(demo)), DEMO_LOADING)
        except Trouble as trouble:
            self.say(str(trouble))
            return demo.loaded(trouble.words)
        demo = demo.loaded(words)
        demo.keep(self.data)
        return demo

    def _greet(self, demo: Demo | None) -> None:
        self.say(f"The desk is open at {self.address}")
        if demo and demo.sign_ins:
            self.say(demo.sign_ins)
        self.say("Ctrl-C stops everything.")

    def _environment(self) -> dict[str, str]:
        """What every process of this desk is told. Settings that somebody gave stay as they are."""
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        return {
            "FACTCHECK_DATA": str(self.data),
            "FACTCHECK_PUBLIC_URL": self.address,
            "PYTHONPATH": os.pathsep.join(paths),
            "PYTHONUNBUFFERED": "1",
        }

    def _with(self, program: Program, more: Mapping[str, str] | None = None) -> Program:
        return replace(program, environment={**self._environment(), **(more or {})})

    def _broker(self) -> Program:
        door = self.settings.valkey_socket
        command = valkey.command(self.settings)
        return Program("broker", command, "Broker ready", answers=lambda: valkey.answers(door), foundation=True)

    def _migration(self) -> Program:
        return self._with(Program("database", (*_FACTCHECK, "migrate"), "Database ready"))

    def _scheduler(self) -> Program:
        command = (sys.executable, "-m", "workers.scheduler")
        return self._with(Program("scheduler", command, "Scheduler ready", "Scheduler ready"))

    def _workers(self, demo: Demo | None) -> Iterator[Program]:
        for name, queues in (
            ("fetchers", [Queue.FETCH]),
            ("workers", [queue for queue in Queue if queue != Queue.FETCH]),
        ):
            command = (
                *(sys.executable, "-m", "celery", "-A", "workers.app", "worker", "--concurrency", str(CHILDREN)),
                *("--hostname", f"{name}@%h", "--queues", ",".join(queues), "--loglevel", "INFO"),
                "--without-gossip", "--without-mingle", "--without-heartbeat",
            )  # fmt: skip
            ready = f"{name.capitalize()} ready ({CHILDREN} of them)"
            program = Program(name, command, ready, "Workers ready", patient=True)
            yield self._with(program, self._reach(demo) if demo else None)

    def _reach(self, demo: Demo) -> dict[str, str]:
        """The demo's outlets stand on one host, which is ours: no need to be slow out of politeness."""
        hosts = ",".join([*sorted(self.settings.private_hosts), demo.private_hosts])
        given = "host_gap" in self.settings.model_fields_set
        return {"FACTCHECK_PRIVATE_HOSTS": hosts} | ({} if given else {"FACTCHECK_HOST_GAP": "0.1"})

    def _web(self, demo: Demo | None) -> Program:
        command = (*_FACTCHECK, "serve", "--host", address.HOST, "--port", str(self.port))
        program = Program("web", command, "Pages ready", answers=lambda: _healthy(self.port))
        return self._with(program, self._draw() if demo else None)

    def _draw(self) -> dict[str, str]:
        """A demo shows second opinions too, unless somebody has said how many there are to be."""
        given = "second_opinion_share" in self.settings.model_fields_set
        return {} if given else {"FACTCHECK_SECOND_OPINION_SHARE": DEMO_SHARE}


_FACTCHECK = (sys.executable, "-m", "factcheck.cli")


def _healthy(port: int) -> bool:
    try:
        with socket.create_connection((address.HOST, port), timeout=1) as line:
            line.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            return b" 200 " in line.recv(64)
    except OSError:
        return False


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    """Hold the data folder; Refused when another `factcheck up` has it."""
    with (data / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise Refused(
                "running",
                f"The desk of {data} is running already (process {lock.read().strip()}). Stop that one with Ctrl-C, "
                "or give this one a data folder of its own: FACTCHECK_DATA=other-folder",
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _ask_for(port: int) -> None:
    if port_is_free(port, address.HOST):
        return
    other = next(free for free in range(port + 1, 65536) if port_is_free(free, address.HOST))
    raise Refused(
        "port",
        f"Port {port} is taken by another program. Stop that program, or choose another port: "
        f"factcheck up --port {other} (or: make run PORT={other})",
    )
