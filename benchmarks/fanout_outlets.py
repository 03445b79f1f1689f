"""Outlets on loopback that answer after a while and remember when: `python -m benchmarks.fanout_outlets`.

Prints its ports as JSON and serves until its input ends; the line "gaps" is answered with the seconds between two
pages of one port, as JSON.
"""

import argparse
import asyncio
import json
import sys
import time
from itertools import pairwise

PAGE = (
    "<html><head><title>The piers of Larkstead</title></head><body><article><h1>The piers of Larkstead</h1>"
    "<p>{sentence}</p><p>The harbour master read the list to the council on Monday. Nobody on the council asked how "
    "the planks had been counted, or by whom, and the list was filed with the others.</p></article></body></html>"
)


class Outlets:
    """How long a page takes (`latency`, in seconds) and when each was asked for, by port."""

    def __init__(self, latency: float) -> None:
        self.latency = latency
        self.asked: dict[int, list[float]] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        port = writer.get_extra_info("sockname")[1]
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                if path != "/robots.txt":
                    self.asked[port].append(time.monotonic())
                await asyncio.sleep(self.latency)
                writer.write(self.answer(path))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # it has hung up, or the outlets close
        finally:
            writer.close()

    def answer(self, path: str) -> bytes:
        if path == "/robots.txt":
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        body = PAGE.format(sentence=f"Pier {path.strip('/')} of Larkstead lost 5000 planks.").encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    def gaps(self) -> list[float]:
        """Seconds between each page and the one before it on the same port."""
        return [later - earlier for times in self.asked.values() for earlier, later in pairwise(times)]


async def main(hosts: int, latency: float) -> None:
    outlets = Outlets(latency)
    servers = [await asyncio.start_server(outlets.serve, "127.0.0.1", 0) for _ in range(hosts)]
    ports = [server.sockets[0].getsockname()[1] for server in servers]
    outlets.asked = {port: [] for port in ports}
    print(json.dumps(ports), flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        if line.strip() == "gaps":
            print(json.dumps(outlets.gaps()), flush=True)
            outlets.asked = {port: [] for port in ports}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outlets", type=int, help="how many outlets answer, each on a port of its own")
    parser.add_argument("latency", type=float, help="seconds that a page takes")
    given = parser.parse_args()
    asyncio.run(main(given.outlets, given.latency))
