"""The Celery app and its thin tasks; stands on factcheck, which never imports it."""
