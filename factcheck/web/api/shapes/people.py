"""What the API says of the holder of a token."""

from pydantic import Field

from factcheck.domain.people import Role, TokenScope
from factcheck.web.api.shapes import Shape


class Me(Shape):
    """Whose token this is."""

    id: int
    name: str
    roles: list[Role]
    scope: TokenScope
    may: list[str] = Field(description="What the roles carry besides the moves of the review.")
