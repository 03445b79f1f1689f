"""What the API answers about outlets."""

from datetime import datetime

from pydantic import Field

from factcheck.web.api.shapes import Shape


class Outlet(Shape):
    """An outlet whose feed the workers read."""

    id: int
    name: str
    site: str
    owner: str = Field(description="Who owns it; empty where nobody has filled that in.")
    feed_url: str
    active: bool = Field(description="Whether its feed is read.")
    fetched_at: datetime | None
    problem: str = Field(description="Why the last reading gave nothing.")


class Outlets(Shape):
    """All outlets, by name."""

    items: list[Outlet]
