"""Floor 4: the only room with Flask: pages, the JSON API and static files."""
