"""The only room with HTTP, Redis and files: fetching, reading documents, keeping, signalling."""
