"""The desk's HTTP client and the name it goes by: gated, without cookies, and deaf to the environment's proxies."""

import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx2

from factcheck.adapters import bodies
from factcheck.adapters.gate import Gate
from factcheck.adapters.transport import GatedTransport

AGENT = "factcheck-desk"
"""The name that robots.txt knows the desk by."""


def gated(gate: Gate, contact: str, tls: ssl.SSLContext | None = None) -> httpx2.Client:
    """A client whose every connection passes the gate. `tls` stands in for the machine's certificates."""
    return httpx2.Client(
        transport=GatedTransport(gate, tls),
        trust_env=False,
        headers={"user-agent": user_agent(contact), "accept-encoding": bodies.ACCEPT_ENCODING},
        # Nobody's cookie is kept: a desk that is recognised is a desk that can be followed.
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
    )


def user_agent(contact: str) -> str:
    """The desk's name with the contact that MediaWiki and others ask for; RFC 9110 wants it in visible ASCII."""
    kept = "".join(sign for sign in contact if " " <= sign <= "~" and sign not in "()\\")
    return f"{AGENT} (+{kept})" if kept else AGENT
