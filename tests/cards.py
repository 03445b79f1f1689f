"""Draws the pictures that a link to a check is shown with elsewhere: `python -m tests.cards`.

They hold a sign and a colour and no word, so that one set serves desks of every language. The signs are those of the
pages (Lucide), the colours those of desk.css in its light scheme. Written to `factcheck/web/static/cards/`.
"""

import re
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import LAUNCH, browser_program

STATIC = Path("factcheck/web/static")
SIZE = {"width": 1200, "height": 630}
CARDS = {  # name: sign, its colour, its ground
    "confirmed": ("check", "oklch(41% 0.09 160)", "oklch(95.5% 0.03 160)"),
    "disputed": ("x", "oklch(45% 0.155 27)", "oklch(96% 0.02 25)"),
    "unverified": ("circle-question-mark", "oklch(43% 0.085 75)", "oklch(96% 0.04 92)"),
    "withdrawn": ("eye-off", "oklch(44% 0.016 265)", "oklch(95.6% 0.005 95)"),
    "desk": ("badge-check", "oklch(42% 0.12 262)", "oklch(95.5% 0.02 262)"),
}


def drawing(sign: str, colour: str, ground: str) -> str:
    """A page that is nothing but the card: the sign in a round of its colour, above a rule."""
    icons = next((STATIC / "vendor").glob("lucide-*/icons.svg")).read_text()
    found = re.search(rf'<symbol id="{sign}"[^>]*>(.*?)</symbol>', icons)
    assert found, sign
    return (
        f'<body style="margin:0"><svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630">'
        f'<rect width="1200" height="630" fill="{ground}"/><rect y="606" width="1200" height="24" fill="{colour}"/>'
        f'<circle cx="600" cy="303" r="190" fill="white"/>'
        f'<g transform="translate(480 183) scale(10)" fill="none" stroke="{colour}" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round">{found[1]}</g></svg></body>'
    )


def main() -> None:
    folder = STATIC / "cards"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=browser_program(player.chromium), args=list(LAUNCH))
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        for name, (sign, colour, ground) in CARDS.items():
            page.set_content(drawing(sign, colour, ground))
            page.screenshot(path=folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
