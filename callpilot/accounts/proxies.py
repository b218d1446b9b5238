"""How many proxies a request has passed; told only to `doctor`, who shares our secret."""

import httpx
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

ASKED, TOLD = "X-CallPilot-Doctor", "X-CallPilot-Proxies"
FRESH_SECONDS = 60


def told(request: HttpRequest) -> dict[str, str]:
    """The answer as a header; none for anybody else."""
    try:
        TimestampSigner(salt=ASKED).unsign(request.headers.get(ASKED, ""), max_age=FRESH_SECONDS)
    except BadSignature:
        return {}
    passed = request.headers.get("X-Forwarded-For", "")
    return {TOLD: str(len(passed.split(",")) if passed else 0)}


def passed_to_us() -> int | None:
    """By how many proxies PUBLIC_URL leads here; None when it leads to another CallPilot.

    Raises httpx.HTTPError.
    """
    question = {ASKED: TimestampSigner(salt=ASKED).sign("proxies")}
    answer = httpx.get(f"{settings.PUBLIC_URL}/health", headers=question, timeout=5)
    number = answer.headers.get(TOLD, "")
    return int(number) if number.isdecimal() else None
