"""What every template may know of the project."""

from django.conf import settings
from django.http import HttpRequest


def project(request: HttpRequest) -> dict[str, object]:
    """The mode, so that a page can say when no real phone rings."""
    return {"mode": settings.MODE, "simulated": settings.SIMULATED}
