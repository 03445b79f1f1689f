"""Takes pictures of the demo's pages: `python -m tests.screenshots [FOLDER]`.

A desk of its own is started in a temporary folder, with the demo, and stopped again.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import LAUNCH, browser_program
from tests.servers import free_port

SIZE = {"width": 1440, "height": 900}
SIGN_IN = re.compile(r"(admin|editor|checker)\s+(\S+@\S+)\s+(\S+)")  # "editor   ruben@desk.example   a-password"


@dataclass(frozen=True)
class Picture:
    """A page as one of the three sees it; `follow` is the beginning of a link on it that is opened first."""

    name: str
    who: str
    path: str
    follow: str = ""


PICTURES = (
    Picture("queue", "checker", "/queue"),
    Picture("workbench", "checker", "/queue", "/claims/"),
    Picture("articles", "checker", "/articles"),
    Picture("article", "checker", "/articles", "/articles/"),
    Picture("new-article", "checker", "/articles/new"),
    Picture("approve", "editor", "/approve"),
    Picture("approve-claim", "editor", "/approve", "/claims/"),
    Picture("exports", "editor", "/exports"),
    Picture("people", "admin", "/admin/people"),
    Picture("outlets", "admin", "/admin/outlets"),
    Picture("workers", "admin", "/admin/workers"),
    Picture("account", "checker", "/account"),
    Picture("public-checks", "", "/checks/"),
    Picture("public-check", "", "/checks/", "/checks/"),
    Picture("sign-in", "", "/sign-in"),
)


@contextmanager
def demo() -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    """A desk with the demo: its address, and e-mail address and password by role."""
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        up = subprocess.Popen(
            [sys.executable, "-m", "factcheck.cli", "up", "--port", str(port)],
            env={**os.environ, "FACTCHECK_DATA": data}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            yield f"http://127.0.0.1:{port}", _sign_ins(up)
        finally:
            up.terminate()
            up.communicate(timeout=30)


def _sign_ins(up: "subprocess.Popen[str]") -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    assert up.stdout
    for line in up.stdout:
        sys.stdout.write(line)
        if match := SIGN_IN.search(line):
            found[match[1]] = (match[2], match[3])
        if "Ctrl-C" in line:
            return found
    raise RuntimeError("the desk did not start")


def signed_in(browser: Browser, desk: str, sign_in: tuple[str, str] | None, scheme: str) -> Page:
    page = browser.new_context(viewport=SIZE, color_scheme=scheme, base_url=desk).new_page()  # type: ignore[arg-type]
    if sign_in:
        page.goto("/sign-in")
        page.fill("[name=email]", sign_in[0])
        page.fill("[name=password]", sign_in[1])
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def take(page: Page, picture: Picture, path: Path) -> None:
    page.goto(picture.path)
    if picture.follow:
        number = re.compile(rf"^{re.escape(picture.follow)}\d+(?:[?#]|$)")
        links = [link.get_attribute("href") or "" for link in page.locator(f"main a[href^='{picture.follow}']").all()]
        page.goto(next(link for link in links if number.match(link)))
    page.wait_for_timeout(600)  # what is fetched after the page has come
    page.screenshot(path=path, caret="initial")


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    with demo() as (desk, sign_ins), sync_playwright() as playwright:
        program = browser_program(playwright.chromium)
        browser = playwright.chromium.launch(executable_path=program, args=list(LAUNCH))
        for scheme in ("light", "dark"):
            pages = {who: signed_in(browser, desk, sign_ins.get(who), scheme) for who in ("", *sign_ins)}
            for picture in PICTURES:
                path = folder / f"{picture.name}-{scheme}.png"
                take(pages[picture.who], picture, path)
                sys.stdout.write(f"{path}\n")
        browser.close()


if __name__ == "__main__":
    main()
