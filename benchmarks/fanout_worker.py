"""The desk's worker with a clock on its reading of documents: what `benchmarks.fanout` starts."""

import os
import time

from celery.signals import worker_process_init

from factcheck.adapters.extracting import DocumentExtractor
from factcheck.domain.fetching import Extracted, Fetched
from workers.app import app as app
from workers.app import desk


class Timed:
    """Reads as the desk does, and writes down the seconds that it took."""

    def __init__(self) -> None:
        self._extractor = DocumentExtractor()
        self._notes = (desk().settings.data / f"extraction-{os.getpid()}").open("a", buffering=1)

    def extract(self, fetched: Fetched) -> Extracted:
        started = time.perf_counter()
        try:
            return self._extractor.extract(fetched)
        finally:
            self._notes.write(f"{time.perf_counter() - started}\n")


@worker_process_init.connect
def _time_reading(**_: object) -> None:
    desk().extractor = Timed()
