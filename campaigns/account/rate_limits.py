"""How many campaigns a person may start: one count for pages and API alike."""

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest
from rest_framework.throttling import ScopedRateThrottle

SCOPE = "campaigns"  # of REST_FRAMEWORK's DEFAULT_THROTTLE_RATES, that is CAMPAIGN_RATE


def wait_seconds(request: HttpRequest) -> float | None:
    """Count one more start; how long to wait when that is one too many, else None."""
    throttle = ScopedRateThrottle()
    view: Any = SimpleNamespace(throttle_scope=SCOPE)
    asked: Any = request
    if throttle.allow_request(asked, view):
        return None
    return float(throttle.wait() or 60.0)
