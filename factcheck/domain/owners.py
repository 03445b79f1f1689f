"""Who owns whom among the outlets: two that belong to one owner are two voices of one house."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Owned:
    """An outlet whose owner somebody has filled in; `addresses` are those of its site and its feed."""

    name: str
    owner: str
    addresses: tuple[str, ...] = ()


class Owners:
    """Knows the owner of what an outlet has published, by the outlet's name or by the host of its site."""

    def __init__(self, outlets: Iterable[Owned]) -> None:
        known = list(outlets)
        self._by_name = {_name(each.name): each.owner for each in known}
        self._by_host = {host: each.owner for each in known for address in each.addresses if (host := _host(address))}

    def of(self, outlet: str, url: str) -> str:
        """The owner; empty where nobody has filled one in. A host under that of an outlet is the outlet's too."""
        if owner := self._by_name.get(_name(outlet)):
            return owner
        host = _host(url)
        return next((self._by_host[part] for part in _above(host) if part in self._by_host), "")


def shared(published: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Of pairs of publisher and owner, the owners of two publishers and more."""
    pairs = {(publisher.casefold(), owner.casefold()): owner for publisher, owner in published if owner}
    owners = [owner for _, owner in pairs]
    return frozenset(owner for (_, key), owner in pairs.items() if owners.count(key) > 1)


def _name(name: str) -> str:
    return " ".join(name.casefold().split())


def _host(address: str) -> str:
    """Host and port: two outlets of one machine are two."""
    try:
        return urlsplit(address).netloc.lower().removeprefix("www.")
    except ValueError:
        return ""


def _above(host: str) -> list[str]:
    """ "sport.herald.example" is under "herald.example"; a last part alone is no outlet."""
    parts = host.split(".")
    return [".".join(parts[place:]) for place in range(max(1, len(parts) - 1))]
