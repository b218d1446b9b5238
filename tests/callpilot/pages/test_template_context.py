"""What every template may know: the mode and the chosen theme."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from callpilot.pages.template_context import project


def told(theme: str | None = None) -> dict[str, object]:
    request = RequestFactory().get("/")
    if theme is not None:
        request.COOKIES["theme"] = theme
    return project(request)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_told(theme: str) -> None:
    assert told(theme)["theme"] == theme


@pytest.mark.parametrize("theme", [None, "", "blue", '"><script>'])
def test_without_a_known_choice_the_readers_system_decides(theme: str | None) -> None:
    assert told(theme)["theme"] == ""


def test_a_page_knows_whether_real_phones_ring(settings: Settings) -> None:
    settings.MODE, settings.SIMULATED = "live", False

    assert (told()["mode"], told()["simulated"]) == ("live", False)
