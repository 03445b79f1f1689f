"""The address at which this machine's desk answers, kept in the data folder for commands that print links."""

from pathlib import Path

from factcheck.config import Settings

HOST = "127.0.0.1"


def of(settings: Settings, port: int) -> str:
    """Where readers find a desk on this port: the public URL that somebody gave, or else the loopback."""
    return settings.public_url if _given(settings) else f"http://{HOST}:{port}"


def keep(data: Path, address: str) -> None:
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    (data / "address").write_text(address, encoding="utf-8")


def known(settings: Settings) -> Settings:
    """The settings with the address at which `factcheck up` answered last, unless they name one themselves.

    The port is chosen at the start, so that no setting holds it.
    """
    kept = settings.data / "address"
    if _given(settings) or not kept.is_file():
        return settings
    return settings.model_copy(update={"public_url": kept.read_text(encoding="utf-8")})


def _given(settings: Settings) -> bool:
    return "public_url" in settings.model_fields_set
