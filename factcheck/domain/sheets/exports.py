"""Files of exports."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ExportFileSheet:
    """An export written by a worker: `filters` by name and value, `left_out` says what is missing from it and why."""

    id: int
    format: str
    filters: tuple[tuple[str, str], ...]
    status: str
    rows: int
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]
    created_at: datetime
    size: int
