"""The demo: invented articles and a small invented press, loaded through the services."""
