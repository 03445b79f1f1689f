"""A search engine of the demo that has no time: what the ledger says of a provider that asks the desk to wait."""

from collections.abc import Collection

from factcheck.domain.evidence import AskStatus
from factcheck.domain.people import Actor
from factcheck.services import asking, evidence, plugins
from factcheck.wiring import Desk
from seeds.patience import Patience, Progress

PROVIDER, TITLE = "searxng", "SearXNG"
CLAIMS = 2
"""It may be asked once a day: about the first it is asked, about the second it is not."""


def ask(desk: Desk, admin: Actor, port: int, claim_ids: Collection[int], patience: Patience) -> None:
    """Have the engine asked about these claims, then switch it off again. Done once, whatever came of it."""
    sheet = plugins.sheet(desk.unit(), desk.plugged, PROVIDER, admin)
    if sheet.version and not sheet.on:
        return
    if not sheet.on:
        given = {"address": f"http://127.0.0.1:{port}", "categories": "news", "per_day": "1", "seconds": "5"}
        sheet = plugins.change(desk.unit(), desk.plugged, PROVIDER, admin, seen=sheet.version, given=given)
        sheet = plugins.switch(desk.unit(), desk.plugged, PROVIDER, admin, seen=sheet.version, on=True)
    for claim_id in claim_ids:
        asking.order(desk.unit, desk.plugged, claim_id)
    patience.wait(lambda: Progress("providers asked", len(_asked(desk, admin, claim_ids)), len(claim_ids)))
    plugins.switch(desk.unit(), desk.plugged, PROVIDER, admin, seen=sheet.version, on=False)


def _asked(desk: Desk, admin: Actor, claim_ids: Collection[int]) -> list[AskStatus]:
    sheets = [evidence.sheet(desk.unit(), claim_id, admin) for claim_id in claim_ids]
    return [ask.status for sheet in sheets for ask in sheet.asks if ask.provider == TITLE]
