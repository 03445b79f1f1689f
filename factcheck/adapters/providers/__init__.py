"""Providers of reports: pure plans, requests and parsers, without an HTTP client of their own."""
