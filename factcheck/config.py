"""Every setting of the desk, read from the environment and an .env file, in one typed class."""

import hashlib
import os
import re
import secrets
import tempfile
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
"""Where templates/ and seeds/ stand beside the package."""

LONGEST_SOCKET = 100
"""Bytes. The kernel takes 103 (macOS) or 107 (Linux) for the path of a unix socket."""


def _on_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class Settings(BaseSettings):
    """The desk's settings. The name in the environment is given with each; all have a default that runs."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True, frozen=True)

    data: Path = Field(
        Path("data"), validation_alias="FACTCHECK_DATA", description="folder of everything the desk keeps"
    )
    database_url: str = Field("", validation_alias="DATABASE_URL", description="empty: SQLite in the data folder")
    redis_url: str = Field("", validation_alias="REDIS_URL", description="empty: `factcheck up` starts its own Valkey")
    secret_key: SecretStr = Field(
        SecretStr(""), validation_alias="FACTCHECK_SECRET_KEY", description="empty: made on first run and kept"
    )
    public_url: str = Field(
        "http://127.0.0.1:8000", validation_alias="FACTCHECK_PUBLIC_URL", description="where readers find the desk"
    )
    desk_name: str = Field(
        "The fact-check desk", validation_alias="FACTCHECK_DESK_NAME", description="who signs the checks"
    )
    language: Literal["en", "de"] = Field(
        "en",
        validation_alias="FACTCHECK_LANGUAGE",
        description="language of the public pages, and of the desk for who has chosen none",
    )
    timezone: str = Field(
        "UTC",
        validation_alias="FACTCHECK_TIMEZONE",
        description="time zone of the public pages, and of the desk for who has chosen none (Europe/Berlin)",
    )
    contact: str = Field(
        "", validation_alias="FACTCHECK_CONTACT", description="address or page in the User-Agent of the fetcher"
    )
    production: bool = Field(
        False,
        validation_alias="FACTCHECK_PRODUCTION",
        description="true: exports without an https public URL are refused",
    )
    private_hosts: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        validation_alias="FACTCHECK_PRIVATE_HOSTS",
        description="host:port pairs, comma-separated, that the fetcher may reach although they are private",
    )
    second_factor_roles: Annotated[frozenset[Literal["checker", "editor", "admin"]], NoDecode] = Field(
        frozenset(),
        validation_alias="FACTCHECK_SECOND_FACTOR_ROLES",
        description="roles, comma-separated, that have to sign in with a second factor",
    )
    second_opinion_share: float = Field(
        0.0,
        validation_alias="FACTCHECK_SECOND_OPINION_SHARE",
        ge=0,
        le=1,
        description="share of claims, 0 to 1, that go blind to a second checker when they are first sent",
    )
    trusted_proxies: int = Field(
        0,
        validation_alias="FACTCHECK_TRUSTED_PROXIES",
        ge=0,
        le=5,
        description="how many reverse proxies stand in front",
    )
    host_gap: float = Field(
        2.0, validation_alias="FACTCHECK_HOST_GAP", ge=0, description="seconds between two fetches from one host"
    )
    fetch_seconds: float = Field(
        20.0,
        validation_alias="FACTCHECK_FETCH_SECONDS",
        gt=0,
        description="seconds that fetching one page may take, redirects included",
    )
    fetches_at_once: int = Field(
        4,
        validation_alias="FACTCHECK_FETCHES_AT_ONCE",
        ge=1,
        le=16,
        description="pages, of different hosts, that one worker process fetches at the same time",
    )
    search_languages: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        validation_alias="FACTCHECK_SEARCH_LANGUAGES",
        description="languages, comma-separated (uk, ru), in which a claim is searched too if it names their country",
    )
    licence: str = Field(
        "https://creativecommons.org/licenses/by/4.0/",
        validation_alias="FACTCHECK_LICENCE",
        description="licence of the exported checks (sdLicense)",
    )
    disputed_rating: int = Field(
        0,
        validation_alias="FACTCHECK_DISPUTED_RATING",
        ge=0,
        le=4,
        description="disputed on a scale of 1 to 5; 0: no numbers",
    )
    timestamp_url: str = Field(
        "",
        validation_alias="FACTCHECK_TIMESTAMP_URL",
        description="https address of a timestamping authority (RFC 3161) that stamps kept copies; empty: none",
    )
    timestamp_roots: str = Field(
        "",
        validation_alias="FACTCHECK_TIMESTAMP_ROOTS",
        description="file of the PEM certificates to which its signatures must lead; needed with the address",
    )
    smtp_url: str = Field(
        "",
        validation_alias="FACTCHECK_SMTP_URL",
        description="server for the desk's mail, `smtp://name:password@host:587` (STARTTLS), `smtps://` (TLS from the "
        "first byte) or `smtp+plain://` (on this machine alone); empty: no mail",
    )
    mail_from: str = Field(
        "", validation_alias="FACTCHECK_MAIL_FROM", description="address that the desk's mail comes from"
    )
    mail_statements: bool = Field(
        False,
        validation_alias="FACTCHECK_MAIL_STATEMENTS",
        description="true: mail holds the statements of claims, not only their numbers and links",
    )
    sweep_seconds: float = Field(
        60.0, validation_alias="FACTCHECK_SWEEP_SECONDS", gt=0, description="seconds between two sweeps for lost work"
    )

    task_seconds: float = Field(
        120.0,
        validation_alias="FACTCHECK_TASK_SECONDS",
        gt=0,
        description="seconds after which a job that still runs is ended and tried again",
    )
    redeliver_seconds: float = Field(
        300.0,
        validation_alias="FACTCHECK_REDELIVER_SECONDS",
        gt=0,
        description="seconds after which the broker hands out again what no worker has acknowledged",
    )

    @field_validator("private_hosts", "second_factor_roles", mode="before")
    @classmethod
    def _parts(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(pair.strip() for pair in value.split(",") if pair.strip())
        return value

    @field_validator("search_languages", mode="before")
    @classmethod
    def _languages(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        codes = frozenset(code.strip().lower() for code in value.split(",") if code.strip())
        if wrong := sorted(code for code in codes if not re.fullmatch("[a-z]{2}", code)):
            raise ValueError(f"{wrong[0]} is no code of a language: two letters, such as uk or ar")
        return codes

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"there is no time zone {value}; a name is like Europe/Berlin") from None

    @field_validator("public_url")
    @classmethod
    def _absolute(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError("the public URL must begin with http:// or https:// and name a host")
        return value.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _post(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"smtp", "smtps", "smtp+plain"} or not parts.hostname):
            raise ValueError("the mail server is named as smtp://, smtps:// or smtp+plain:// and its host")
        if parts.scheme == "smtp+plain" and not _on_this_machine(parts.hostname or ""):
            raise ValueError("mail goes unencrypted only to a server on this machine: use smtp:// or smtps://")
        return value

    @model_validator(mode="after")
    def _sent_by_somebody(self) -> "Settings":
        if self.smtp_url and not re.fullmatch(r"[!-?A-~]+@[A-Za-z0-9.-]+", self.mail_from):  # desk@example.org
            raise ValueError("FACTCHECK_SMTP_URL needs FACTCHECK_MAIL_FROM, the address that the mail comes from")
        return self

    @model_validator(mode="after")
    def _rooted(self) -> "Settings":
        if self.timestamp_url and not self.timestamp_roots:
            raise ValueError("FACTCHECK_TIMESTAMP_URL needs FACTCHECK_TIMESTAMP_ROOTS, the certificates to be trusted")
        return self

    @property
    def sqlalchemy_url(self) -> str:
        """The database address with the driver that the desk brings along."""
        if not self.database_url:
            return f"sqlite:///{self.data.resolve() / 'desk.db'}"
        for plain in ("postgresql://", "postgres://"):
            if self.database_url.startswith(plain):
                return "postgresql+psycopg://" + self.database_url.removeprefix(plain)
        return self.database_url

    @property
    def broker_url(self) -> str:
        """Where workers, scheduler and live process find Redis or Valkey; the embedded one on its socket."""
        if self.redis_url:  # Celery's own spelling of a unix socket is understood as well
            return self.redis_url.replace("redis+socket://", "unix://", 1)
        return f"unix://{self.valkey_socket}"

    @property
    def valkey_socket(self) -> Path:
        """The embedded Valkey's socket. Where the data folder's path is too long for one, it is a short one
        under the system's temporary folder, the same for every process of this desk and account."""
        path = self.data.resolve() / "valkey" / "valkey.sock"
        if len(os.fsencode(path)) <= LONGEST_SOCKET:
            return path
        short = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"factcheck-{os.getuid()}-{short}" / "valkey.sock"

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @cached_property
    def key(self) -> bytes:
        """The secret key; made on first use and kept in the data folder (mode 600), never a default."""
        given = self.secret_key.get_secret_value()
        if given:
            return given.encode()
        path = self.data / "secret_key"
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with path.open("x") as file:
                path.chmod(0o600)
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
        return path.read_text().strip().encode()
