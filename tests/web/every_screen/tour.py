"""The tour: browsers of everybody at a desk that is full and at one on which nothing has happened."""

from pathlib import Path

from flask import Flask
from playwright.sync_api import Page, ViewportSize

from factcheck.config import Settings
from factcheck.web.app import create_app
from factcheck.wiring import Desk
from tests.conftest import SetClock, copy_of, without_flushing
from tests.web.conftest import World
from tests.web.full_desk import TEXT, FullDesk
from tests.web.screens import Screen
from tests.web.test_in_browser import Desktop

WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=320, height=720)

PARTS = "main details:not(.more)"

SEND = """([address, fields]) => {
    const token = document.querySelector("meta[name=csrf-token]")?.content;
    const own = document.querySelector("input[name=form]")?.value;
    const form = Object.assign(document.createElement("form"), { method: "post", action: address });
    for (const [name, value] of Object.entries({ csrf_token: token, form: own, ...fields })) {
        if (value !== undefined) form.append(Object.assign(document.createElement("textarea"), { name, value }));
    }
    document.body.append(form);
    form.submit();
}"""


class Tour:
    """Browsers of everybody at the two desks, a wide window and a narrow one each, kept from screen to screen."""

    def __init__(self, full: FullDesk, bare: World, desktops: dict[bool, Desktop]) -> None:
        self.full, self.bare, self.desktops = full, FullDesk(bare), desktops
        self.pages: dict[tuple[bool, str, int], Page] = {}

    def world(self, screen: Screen) -> World:
        return self.bare.world if screen.bare else self.full.world

    def page(self, screen: Screen, size: ViewportSize) -> Page:
        key = (screen.bare, screen.who, size["width"])
        if key not in self.pages:
            self.pages[key] = self.opened(screen, size)
        return self.pages[key]

    def opened(self, screen: Screen, size: ViewportSize) -> Page:
        desktop = self.desktops[screen.bare]
        page = desktop.page(reduced_motion="reduce", viewport=size)
        if screen.who:
            token = (self.bare if screen.bare else self.full).visitor(screen.who).client.get_cookie("desk")
            assert token is not None
            page.context.add_cookies([{"name": "desk", "value": token.value, "url": desktop.address}])
        return page

    def address(self, screen: Screen) -> str:
        return screen.path.format(**self.full.numbers)

    def show(self, screen: Screen, size: ViewportSize) -> Page:
        """Go there, or send what the screen sends, with all parts of the page unfolded."""
        page, address = self.page(screen, size), self.address(screen)
        self.desktops[screen.bare].complaints.clear()
        if not screen.posted:
            answer = page.goto(address)
        else:
            page.goto("/account/second-factor" if screen.who else self.form_of(address))
            fields = {name: value.format(**self.full.numbers) for name, value in screen.sends.items()}
            with page.expect_navigation() as sent:
                page.evaluate(SEND, [address, fields])
            answer = sent.value
        assert answer is not None
        assert answer.status == screen.status
        unfold(page, PARTS)
        return page

    def form_of(self, address: str) -> str:
        return "/sign-in" if address.startswith("/sign-in") else address

    def complaints(self, screen: Screen) -> list[str]:
        """What the console said since it was asked last, but that the answer has the status which it should have."""
        said = self.desktops[screen.bare].complaints
        heard = [words for words in said if f"status of {screen.status} " not in words]
        said.clear()
        return heard


def a_desk(template: Path, folder: Path) -> tuple[Flask, Desk]:
    """A desk that sends mail, in a folder of its own."""
    post = {"smtp_url": "smtp+plain://127.0.0.1:9", "mail_from": "desk@desk.example"}
    settings = Settings(_env_file=None, data=folder / "data", database_url=copy_of(template, folder), **post)
    desk = Desk(settings, SetClock(), shared_politeness=False)
    without_flushing(desk)
    app = create_app(desk)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app, desk


def versions(full: FullDesk) -> dict[str, int | str]:
    """What forms say of how things stood when they were read."""
    seen: dict[str, int | str] = {
        f"version_of_{name}": full.world.seen(full[name]) for name in ("taken", "submitted", "approved")
    }
    latest = full.world.sheet(full["submitted"]).latest
    assert latest is not None
    return seen | {
        "hash_of_submitted": latest.content_hash,
        "text_of_article": TEXT,
        "topic": full.world.sheet(full["wordy"]).row.topic,
    }


def unfold(page: Page, parts: str) -> None:
    page.evaluate("parts => document.querySelectorAll(parts).forEach(part => { part.open = true; })", parts)
