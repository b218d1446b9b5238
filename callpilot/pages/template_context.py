"""What every template may know of the project."""

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark")  # without a cookie the reader's system decides


def project(request: HttpRequest) -> dict[str, object]:
    """The mode, so that a page can say when no real phone rings, and the chosen theme."""
    theme = request.COOKIES.get(f"{settings.COOKIE_PREFIX}theme", "")
    return {
        "mode": settings.MODE,
        "simulated": settings.SIMULATED,
        "simulation_speed": settings.SIMULATION_SPEED,
        "target_phone": settings.TARGET_PHONE_NUMBER,
        "google_sign_in": settings.GOOGLE_SIGN_IN,
        "mail_set_up": settings.MAIL_IS_SET_UP,
        "theme": theme if theme in THEMES else "",
    }
