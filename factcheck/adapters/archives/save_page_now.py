"""Save Page Now 2 of the Internet Archive: a public copy of a page, made by a job whose end is asked for later.

Format: "Save Page Now 2 Public API Docs" of the Internet Archive (web.archive.org/save, /save/status).
"""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from factcheck.adapters.providers.answers import moment, object_of
from factcheck.domain.fetching import Fetched
from factcheck.domain.plugins import AskFailed, Call, PublicCapture
from factcheck.domain.texts import later, say

SAVED_LATELY = timedelta(hours=1)
"""A capture this young is taken in place of a new one."""

# Ways in which the archive's own machines or the page's server may be well again soon; all others are for good.
_PASSING = {
    "error:too-many-requests": (later("the page's server asks the archive to wait"), timedelta(minutes=30)),
    "error:user-session-limit": (later("as many captures are under way as the account may have"), timedelta(minutes=2)),
    "error:too-many-daily-captures": (later("the page has been captured too often today"), timedelta(hours=12)),
    "error:service-unavailable": (later("the page's server is not available"), timedelta(minutes=30)),
    "error:gateway-timeout": (later("the page's server did not answer in time"), timedelta(minutes=30)),
    "error:bad-gateway": (later("the page's server is not reached"), timedelta(minutes=30)),
    "error:browsing-timeout": (later("the archive's browser ran out of time"), timedelta(minutes=10)),
    "error:cannot-fetch": (later("the archive is overloaded"), timedelta(minutes=10)),
    "error:celery": (later("the archive could not begin"), timedelta(minutes=10)),
    "error:job-failed": (later("the capture broke down"), timedelta(minutes=10)),
    "error:capture-location-error": (later("the archive lost its copy"), timedelta(minutes=10)),
    "error:internal-server-error": (later("the page's server has an error of its own"), timedelta(minutes=30)),
}  # fmt: skip
_CODE = re.compile(r"error:[a-z0-9-]{1,40}")


class SavePageNowSettings(BaseModel):
    model_config = ConfigDict(frozen=True)

    access_key: SecretStr = Field(title="Access key", description="From archive.org/account/s3.php.")
    secret_key: SecretStr = Field(title="Secret key", description="The other half of it.")
    per_day: int = Field(
        100, ge=0, le=100_000, title="Captures per day",
        description="What is over waits for the next day. How many may be under way at once the archive itself says.",
    )  # fmt: skip
    seconds: int = Field(30, ge=2, le=60, title="Time-out in seconds", description="For one call, from 2 to 60.")
    address: str = Field("https://web.archive.org", title="Address", json_schema_extra={"format": "uri"})


class SavePageNow:
    """Implements ArchivePlugIn."""

    title = "Save Page Now"
    about = (
        "A public copy of each attached page at the Wayback Machine, beside the desk's own. The addresses of sources "
        "go there and are public from then on; those of withheld sources never do."
    )
    settings = SavePageNowSettings

    def destination(self, settings: SavePageNowSettings) -> str:
        return urlsplit(settings.address).netloc

    def limit(self, settings: SavePageNowSettings) -> Call:
        """Without a gap: the capture that it allows is begun right after it."""
        return replace(self._call(settings, "/save/status/user"), gap=0.0)

    def free(self, settings: SavePageNowSettings, answer: Fetched) -> int:
        available = object_of(answer).get("available")
        if not isinstance(available, int):
            raise AskFailed("it does not say how many captures it would take")
        return available

    def save(self, settings: SavePageNowSettings, page: str) -> Call:
        wanted = {"url": page, "skip_first_archive": "1", "if_not_archived_within": f"{SAVED_LATELY.seconds}s"}
        return self._call(settings, "/save", urlencode(wanted).encode())

    def begun(self, settings: SavePageNowSettings, answer: Fetched) -> str:
        found = _sound(answer)
        job = found.get("job_id")
        if not isinstance(job, str) or not re.fullmatch(r"[\w.-]{1,200}", job):
            raise AskFailed("it did not say which job makes the copy", timedelta(hours=1))
        return job

    def progress(self, settings: SavePageNowSettings, job: str) -> Call:
        return self._call(settings, f"/save/status/{job}")

    def outcome(self, settings: SavePageNowSettings, answer: Fetched) -> PublicCapture | None:
        found = _sound(answer)
        if found.get("status") == "pending":
            return None
        stamp, page = found.get("timestamp"), found.get("original_url")
        at = moment(stamp, "%Y%m%d%H%M%S")
        if found.get("status") != "success" or at is None or not isinstance(page, str):
            raise AskFailed("its answer has another shape than is documented")
        return PublicCapture(f"{settings.address}/web/{stamp}/{page}", at)

    def _call(self, settings: SavePageNowSettings, path: str, form: bytes | None = None) -> Call:
        keys = f"{settings.access_key.get_secret_value()}:{settings.secret_key.get_secret_value()}"
        headers = {"authorization": f"LOW {keys}"}
        if form is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        return Call(f"{settings.address}{path}", headers=headers, body=form, seconds=settings.seconds, gap=1.0)


def _sound(answer: Fetched) -> dict[str, Any]:
    """The object of an answer. A failure comes with a status of 200; its own words are not shown, its code is."""
    found = object_of(answer)
    if found.get("status") != "error":
        return found
    code = str(found.get("status_ext") or "")
    if code in _PASSING:
        raise AskFailed(*_PASSING[code])
    if _CODE.fullmatch(code):
        raise AskFailed(say("it could not be captured (%(code)s)", code=code.removeprefix("error:")))
    raise AskFailed("it could not be captured")
