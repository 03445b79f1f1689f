"""The demo on this machine: the ports of its invented press, and whether it was loaded."""

import json
import socket
import sys
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from factcheck.up.child import Program

PORTS = 10
"""One for each outlet of the press, and one for its search engine."""

FIRST_TRIED, LAST_TRIED = 8901, 9901


@dataclass(frozen=True, slots=True)
class Demo:
    """Kept in the data folder: the desk's rows name the ports and days of the first start."""

    first_port: int
    day: str
    sign_ins: str = ""

    @property
    def ports(self) -> range:
        return range(self.first_port, self.first_port + PORTS)

    @property
    def private_hosts(self) -> str:
        """What the workers may reach although it is on this machine: the press and nothing else."""
        return ",".join(f"127.0.0.1:{port}" for port in self.ports)

    @property
    def press(self) -> Program:
        command: tuple[str, ...] = (
            *(sys.executable, "-m", "seeds.press_server"),
            *("--first-port", str(self.first_port), "--day", self.day),
        )
        if self.sign_ins:  # the loader has made the outlets change their pages; a restart does not take that back
            command += ("--later",)
        return Program(
            "demo press", command, f"Demo press open on ports {self.ports[0]} to {self.ports[-1]}", "is open on"
        )

    @property
    def loading(self) -> Program:
        command = (sys.executable, "-m", "seeds.demo", "--first-port", str(self.first_port), "--day", self.day)
        return Program("demo loading", command, "Demo loaded")

    def open(self) -> bool:
        """Whether the ports of the press are free."""
        return all(port_is_free(port) for port in self.ports)

    def loaded(self, words: str) -> "Demo":
        """The demo with the sign-ins that its loader printed: the lines with an e-mail address in them, each once."""
        lines = dict.fromkeys(line.rstrip() for line in words.splitlines() if "@" in line)
        return replace(self, sign_ins="\n".join(lines))

    def keep(self, data: Path) -> None:
        (data / "demo.json").write_text(json.dumps(asdict(self)), encoding="utf-8")


def kept(data: Path) -> Demo | None:
    """The demo of this data folder, None when it never had one."""
    path = data / "demo.json"
    return Demo(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def new(today: date) -> Demo:
    """A demo on the first row of ports that is free."""
    demos = (Demo(first, today.isoformat()) for first in range(FIRST_TRIED, LAST_TRIED, PORTS))
    return next(demo for demo in demos if demo.open())


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    try:
        socket.create_server((host, port)).close()
    except OSError:
        return False
    return True
