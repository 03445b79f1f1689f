"""Time-based codes by pyotp, and the QR code that brings a secret into an app by segno."""

from datetime import datetime

import pyotp
import segno
from pyotp.exceptions import OTPVerificationError

from factcheck.domain.second_factor import STEPS_OFF, Picture, is_timed


class OneTimeCodes:
    """Implements TimedCodes: RFC 6238 with a secret of 160 bits, as RFC 4226 (4, R6) recommends."""

    def secret(self) -> str:
        return pyotp.random_base32()

    def step_of(self, secret: str, code: str, now: datetime) -> int | None:
        if not is_timed(code):
            return None
        try:
            return pyotp.TOTP(secret).verify_and_get_timecode(code, for_time=now, valid_window=STEPS_OFF)
        except OTPVerificationError:
            return None

    def address(self, secret: str, *, person: str, desk: str) -> str:
        return pyotp.TOTP(secret).provisioning_uri(name=person, issuer_name=desk.replace(":", " "))

    def picture(self, address: str) -> Picture:
        rows = list(segno.make_qr(address, error="m").matrix_iter(border=4))
        dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
        return Picture(len(rows), "".join(dark))
