"""What the API answers, as documented models made from the sheets of the domain; one module a subject."""

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """Anything the API answers; made from a sheet by its attributes."""

    model_config = ConfigDict(from_attributes=True)
