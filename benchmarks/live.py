"""What open pages cost the live process: `python -m benchmarks.live [PAGES]`. Memory and times are of this machine.

A real `factcheck serve` with a Valkey of its own; every page holds its stream and hears one signal.
"""

import argparse
import resource
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from factcheck.adapters.signals import SignalSender
from factcheck.store.migrations import upgrade
from tests.live.test_serve import Served, megabytes, read_until
from tests.servers import Valkey

OPEN_FILES = 8192


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int, nargs="?", default=1000, help="how many pages are open (1000)")
    pages = parser.parse_args().pages
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(OPEN_FILES, most), most))
    with tempfile.TemporaryDirectory() as folder:
        measure(pages, Path(folder))


def measure(pages: int, folder: Path) -> None:
    url = f"sqlite:///{folder / 'desk.db'}"
    upgrade(url)
    broker = Valkey()
    served = Served(url, broker, folder)
    served.get("/sign-in")
    empty = megabytes(served.popen.pid)
    sender = SignalSender(broker.url)
    with ExitStack() as stack:
        lines = [stack.enter_context(served.listen("queue", f"claim:{number}")) for number in range(pages)]
        begun = time.perf_counter()
        sender.send("queue")
        for line in lines:
            read_until(line, b"data: queue\n\n")
        took = 1000 * (time.perf_counter() - begun)
        full = megabytes(served.popen.pid)
    sender.close()
    served.popen.kill()
    served.popen.wait()
    broker.close()
    print(f"{pages} open pages: {full:.1f} MB, of which {empty:.1f} MB with none; all heard a signal in {took:.0f} ms")


if __name__ == "__main__":
    main()
