"""Times as pages write them: zones, clock changes, languages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone, translation

from scheduling.language import write

LA, NY = "America/Los_Angeles", "America/New_York"


@pytest.fixture(autouse=True)
def this_year() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 21, tzinfo=UTC), tick=False):
        yield


def at(
    year: int, month: int, day: int, hour: int, minute: int = 0, *, zone: str = LA, fold: int = 0
) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold)


def say(
    start: datetime,
    zone: str = LA,
    end: datetime | None = None,
    reader: str = LA,
    language: str = "en",
    *,
    full: bool = False,
) -> str:
    with timezone.override(ZoneInfo(reader)), translation.override(language):
        return str(write.written(start, zone, end, full=full))


def test_a_reader_at_the_place_sees_one_time() -> None:
    assert say(at(2026, 12, 1, 10, 30)) == "Tue, Dec 1, 10:30 AM PST"


def test_a_reader_elsewhere_sees_theirs_in_brackets() -> None:
    text = say(at(2026, 12, 1, 10, 30), end=at(2026, 12, 1, 11, 0), reader=NY)
    assert text == "Tue, Dec 1, 10:30 – 11:00 AM PST (1:30 – 2:00 PM your time)"


def test_another_day_for_the_reader_is_named() -> None:
    text = say(at(2026, 12, 1, 22, 30), reader="Europe/Berlin")
    assert text == "Tue, Dec 1, 10:30 PM PST (Wed, Dec 2, 7:30 AM your time)"


def test_another_zone_with_the_same_clock_adds_nothing() -> None:
    assert say(at(2026, 12, 1, 10, 30), reader="America/Vancouver") == "Tue, Dec 1, 10:30 AM PST"


def test_zones_that_differ_in_summer_only_are_told_apart_at_that_moment() -> None:
    phoenix = "America/Phoenix"
    winter = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)
    summer = datetime(2026, 7, 1, 17, 0, tzinfo=UTC)
    assert say(winter, "America/Denver", reader=phoenix) == "Tue, Dec 1, 10:00 AM MST"
    assert say(summer, "America/Denver", reader=phoenix).endswith("MDT (10:00 AM your time)")


def test_both_hours_of_the_night_the_clocks_go_back_are_told_apart() -> None:
    first, second = at(2026, 11, 1, 1, 30), at(2026, 11, 1, 1, 30, fold=1)
    assert say(first) == "Sun, Nov 1, 1:30 AM PDT"
    assert say(second) == "Sun, Nov 1, 1:30 AM PST"
    assert say(first, end=second) == "Sun, Nov 1, 1:30 AM PDT – 1:30 AM PST"


def test_morning_to_afternoon_keeps_both_halves_of_the_day() -> None:
    assert say(at(2026, 12, 1, 11, 30), end=at(2026, 12, 1, 12, 15)).endswith(
        "11:30 AM – 12:15 PM PST"
    )


def test_past_midnight_names_the_second_day() -> None:
    text = say(at(2026, 12, 1, 23, 30), end=at(2026, 12, 2, 0, 15))
    assert text == "Tue, Dec 1, 11:30 PM – Wed, Dec 2, 12:15 AM PST"


def test_another_year_is_written_out() -> None:
    assert say(at(2027, 1, 5, 9, 0)) == "Tue, Jan 5, 2027, 9:00 AM PST"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en-us", "Tue, Dec 1, 10:30 AM PST"),
        ("en-gb", "Tue 1 Dec, 10:30 AM PST"),
        ("de", "Di 1. Dez, 10:30 PST"),
    ],
)
def test_the_language_decides_order_and_clock(language: str, text: str) -> None:
    assert say(at(2026, 12, 1, 10, 30), language=language) == text


def test_in_full_for_headings() -> None:
    assert say(at(2026, 12, 1, 10, 30), full=True) == "Tuesday, December 1, 2026, 10:30 AM PST"
    british = say(at(2026, 12, 1, 10, 30), full=True, language="en-gb")
    assert british == "Tuesday, 1 December 2026, 10:30 AM PST"


def test_a_zone_without_letters_shows_its_offset() -> None:
    assert say(at(2026, 12, 1, 10, 30), "Asia/Dubai", reader="Asia/Dubai").endswith("UTC+04")


def test_an_unknown_zone_is_read_as_utc() -> None:
    assert say(at(2026, 12, 1, 10, 30), "Mars/Base", reader="UTC").endswith("6:30 PM UTC")


def test_the_tag_marks_up_the_place_time_with_its_offset() -> None:
    page = Template("{% load times %}{% place_time start zone end %}")
    with timezone.override(ZoneInfo(NY)):
        html = page.render(
            Context({"start": at(2026, 12, 1, 10, 30), "zone": LA, "end": at(2026, 12, 1, 11, 0)})
        )
    assert html == (
        '<time datetime="2026-12-01T10:30-08:00">Tue, Dec 1, 10:30 – 11:00 AM PST</time>'
        ' <span class="yours">(1:30 – 2:00 PM your time)</span>'
    )


def test_the_tag_writes_nothing_for_no_time() -> None:
    assert Template("{% load times %}{% place_time None 'UTC' %}").render(Context()) == ""


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (at(2026, 11, 20, 18), "6:00 PM"),
        (at(2026, 11, 21, 18), "Sat, 6:00 PM"),
        (at(2026, 11, 28, 18), "Sat, Nov 28, 6:00 PM"),
        (at(2026, 11, 20, 18, zone=NY), "6:00 PM EST"),
    ],
)
def test_what_is_soon_is_told_as_short_as_it_is_clear(moment: datetime, told: str) -> None:
    with timezone.override(ZoneInfo(LA)):
        assert write.soon(moment) == told
