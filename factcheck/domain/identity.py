"""Who the desk is to the outside: what stands in everything that it publishes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskIdentity:
    """Who the desk is to the outside. `disputed_rating` is on a scale of 1 to 5, 0 for no numbers at all."""

    name: str
    url: str
    licence: str
    disputed_rating: int = 0
    production: bool = False

    @property
    def https(self) -> bool:
        return self.url.startswith("https://")
