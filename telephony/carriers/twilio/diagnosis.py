"""What Twilio needs to work: its keys, what is wrong with them, and what it says of them itself."""

from collections.abc import Iterator

import httpx
from django.conf import settings
from django.core.checks import CheckMessage, Error

from callpilot import adapters
from callpilot.adapters import Finding

API_URL = "https://api.twilio.com"
TIMEOUT_SECONDS = 10


class Diagnosed(adapters.Diagnosed):
    """Keys, checks and the doctor's question."""

    keys = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_CALLER_ID")

    @classmethod
    def checks(cls) -> Iterator[CheckMessage]:
        if settings.MODE != "simulated" and settings.TWILIO_AUTH_TOKEN.startswith("simulated"):
            yield Error("TWILIO_AUTH_TOKEN is the simulator's.", id="callpilot.E007")

    @classmethod
    def doctor(cls) -> Iterator[Finding]:
        sid, token = settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN
        base = settings.TWILIO_API_URL or API_URL
        try:
            answer = httpx.get(
                f"{base}/2010-04-01/Accounts/{sid}/Calls.json?PageSize=1",
                auth=(sid, token),
                timeout=TIMEOUT_SECONDS,
            )
        except httpx.HTTPError as error:
            yield "twilio", False, f"{base} does not answer ({type(error).__name__})."
            return
        fine = answer.status_code == 200
        wrong = "refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN; copy both from its console."
        yield "twilio", fine, base if fine else wrong
