"""Which calendars count is what the setting says."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from callpilot.models import User
from scheduling.calendars.base import calendars
from scheduling.calendars.builtin import BuiltinCalendar
from scheduling.calendars.connected import connected


class Elsewhere(BuiltinCalendar):
    """A calendar that somebody else keeps."""


def test_without_a_word_it_is_our_own() -> None:
    assert [type(calendar) for calendar in connected(User())] == [BuiltinCalendar]


def test_the_setting_chooses_the_calendar(settings: Settings) -> None:
    settings.CALENDAR = "elsewhere"

    with calendars.registered("elsewhere", f"{__name__}.Elsewhere"):
        assert [type(calendar) for calendar in connected(User())] == [Elsewhere]


def test_a_calendar_that_nobody_knows_is_refused_by_name(settings: Settings) -> None:
    settings.CALENDAR = "wall"

    with pytest.raises(
        ImproperlyConfigured, match="CALENDAR=wall is unknown; choose from builtin."
    ):
        connected(User())
