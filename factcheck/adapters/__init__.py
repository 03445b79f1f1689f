"""Floor 2: the only room with HTTP, Redis and files."""
