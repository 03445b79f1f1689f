"""The ASGI process: signals for open pages under /events/, everything else handed to the Flask app."""
