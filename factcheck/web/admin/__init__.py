"""Pages under /admin, for those who run the desk: one module a section."""

from factcheck.web.admin import history, outlets, people, plugins, settings, workers
from factcheck.web.admin.sections import rooms

__all__ = ["history", "outlets", "people", "plugins", "rooms", "settings", "workers"]
