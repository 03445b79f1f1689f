"""Takes pictures of the demo's pages, in two sizes and two schemes: `python -m tests.screenshots [FOLDER [NAME ...]]`.

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
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.conftest import LAUNCH, browser_program
from tests.servers import free_port

SIZES = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 320, "height": 720}}
SIGN_IN = re.compile(r"(admin|editor|checker)\s+(\S+@\S+)\s+(\S+)")  # "editor   ruben@desk.example   a-password"


@dataclass(frozen=True)
class Picture:
    """A page as one of the three sees it.

    `follow` is the beginning of a link on it that is opened first, the first one with the words `named`, and
    `then` is added to its address. `keys` are pressed there; what `opened` selects is scrolled to and, where it
    is closed, opened.
    """

    name: str
    who: str
    path: str
    follow: str = ""
    named: str = ""
    then: str = ""
    keys: tuple[str, ...] = ()
    opened: str = ""


CLAIM, ARTICLE = "/claims/", "/articles/"
PICTURES = (
    Picture("queue", "checker", "/queue"),
    Picture("queue-triage", "editor", "/queue", keys=("j", "x")),
    Picture("queue-view", "checker", "/queue?sort=oldest", keys=("v",)),
    Picture("workbench", "checker", "/queue", CLAIM, "Patients"),
    Picture("workbench-free", "checker", "/queue", CLAIM, "soldiers"),
    Picture("workbench-approved", "checker", "/queue?stage=approved", CLAIM, "Tarsenia"),
    Picture("workbench-origins", "checker", "/queue", CLAIM, "Patients", opened="#place-origin > summary"),
    Picture("workbench-ledger", "checker", "/queue", CLAIM, "Patients", opened="#ledger > summary"),
    Picture("workbench-source", "checker", "/queue", CLAIM, "Patients", opened="#add-source > summary"),
    Picture("claim-edit", "checker", "/queue", CLAIM, "Patients", then="/edit"),
    Picture("claim-history", "checker", "/queue", CLAIM, then="/history"),
    Picture("articles", "checker", "/articles"),
    Picture("article", "checker", "/articles", ARTICLE, "Orvesk"),
    Picture("article-claim", "checker", "/articles", ARTICLE, "Orvesk", keys=("j", "e")),
    Picture("article-coverage", "checker", "/articles", ARTICLE, "Orvesk", opened=".coverage summary"),
    Picture("article-coarse", "checker", "/articles", ARTICLE, "Wendrau"),
    Picture("new-article", "checker", "/articles/new"),
    Picture("approve", "editor", "/approve"),
    Picture("approve-claim", "editor", "/approve", CLAIM, "An institute"),
    Picture("approve-closed", "editor", "/approve", CLAIM, "lead mines"),
    Picture("amend-claim", "editor", "/approve", CLAIM, "An institute", then="?amend=1"),
    Picture("opinions", "editor", "/opinions"),
    Picture("opinions-waiting", "checker", "/opinions"),
    Picture("opinion-free", "checker", "/opinions", "/opinions/"),
    Picture("opinions-compared", "editor", "/opinions", "/opinions/", "An institute"),
    Picture("dashboard", "editor", "/dashboard"),
    Picture("exports", "editor", "/exports"),
    Picture("people", "admin", "/admin/people"),
    Picture("outlets", "admin", "/admin/outlets"),
    Picture("workers", "admin", "/admin/workers"),
    Picture("plugins", "admin", "/admin/plugins"),
    Picture("plugin-model", "admin", "/admin/plugins/language-model"),
    Picture("plugin-provider", "admin", "/admin/plugins/searxng"),
    Picture("settings", "admin", "/admin/settings"),
    Picture("notifications", "editor", "/notifications"),
    Picture("account", "checker", "/account"),
    Picture("second-factor", "checker", "/account/second-factor"),
    Picture("shortcuts", "checker", "/account/shortcuts"),
    Picture("public-checks", "", "/checks/"),
    Picture("public-check", "", "/checks/", "/checks/"),
    Picture("public-error", "", "/checks/", "/checks/", then="/error"),
    Picture("sign-in", "", "/sign-in"),
)


@contextmanager
def demo(data: str) -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    """A desk with the demo in the folder `data`: its address, and e-mail address and password by role."""
    port = free_port()
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


def signed_in(browser: Browser, desk: str, sign_in: tuple[str, str] | None, scheme: str, size: str) -> Page:
    look = {"viewport": SIZES[size], "color_scheme": scheme, "base_url": desk}
    page = browser.new_context(**look).new_page()  # type: ignore[arg-type]
    if sign_in:
        page.goto("/sign-in")
        page.fill("[name=email]", sign_in[0])
        page.fill("[name=password]", sign_in[1])
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def take(page: Page, picture: Picture, path: Path, *, whole: bool) -> None:
    page.goto(picture.path)
    if picture.follow:
        page.goto(_followed(page, picture) + picture.then)
    for key in picture.keys:
        page.keyboard.press(key)
    if picture.opened and page.locator(picture.opened).count():
        _open(page.locator(picture.opened).first)
    page.wait_for_timeout(600)  # what is fetched after the page has come
    page.screenshot(path=path, caret="initial", full_page=whole)


def _followed(page: Page, picture: Picture) -> str:
    number = re.compile(rf"^{re.escape(picture.follow)}\d+(?=[?#]|$)")
    links = page.locator(f"main a[href^='{picture.follow}']").all()
    found = [
        (match[0], link.inner_text()) for link in links if (match := number.match(link.get_attribute("href") or ""))
    ]
    return next((address for address, words in found if picture.named in words), found[0][0])


def _open(part: Locator) -> None:
    closed = part.evaluate("part => part.matches('summary') && !part.parentElement.open")
    part.click() if closed else part.scroll_into_view_if_needed()
    part.evaluate("part => part.scrollIntoView({block: 'start'})")


def main() -> None:
    folder, only = Path((sys.argv[1:] or ["screenshots"])[0]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, demo(data) as (desk, sign_ins), sync_playwright() as playwright:
        program = browser_program(playwright.chromium)
        browser = playwright.chromium.launch(executable_path=program, args=list(LAUNCH))
        for size, scheme in product(SIZES, ("light", "dark")):
            pages = {who: signed_in(browser, desk, sign_ins.get(who), scheme, size) for who in ("", *sign_ins)}
            for picture in PICTURES:
                if only and picture.name not in only:
                    continue
                path = folder / f"{picture.name}-{size}-{scheme}.png"
                take(pages[picture.who], picture, path, whole=size == "narrow")
                sys.stdout.write(f"{path}\n")
        browser.close()


if __name__ == "__main__":
    main()
