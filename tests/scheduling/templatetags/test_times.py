"""Times in templates: the place's own, and the reader's where it differs."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from scheduling.templatetags import times

PLACE = "America/Los_Angeles"
START = datetime(2026, 12, 1, 18, 30, tzinfo=UTC)  # 10:30 on a Tuesday there
END = START + timedelta(minutes=45)


def test_a_reader_in_the_places_zone_reads_one_time() -> None:
    with timezone.override(ZoneInfo(PLACE)):
        told = times.place_time(START, PLACE)

    assert "10:30" in told and "yours" not in told


def test_a_reader_elsewhere_reads_their_own_beside_it() -> None:
    with timezone.override(ZoneInfo("America/New_York")):
        told = times.place_time(START, PLACE)
        alone = times.place_time(START, PLACE, yours=False)

    assert "10:30" in told and "1:30" in told
    assert "yours" not in alone


def test_the_moment_stands_in_the_markup_with_its_offset() -> None:
    with timezone.override(ZoneInfo(PLACE)):
        assert 'datetime="2026-12-01T10:30-08:00"' in times.place_time(START, PLACE)


def test_no_time_is_no_words() -> None:
    assert times.place_time(None, PLACE) == ""
    assert times.clock_in(None, PLACE) == times.soon_in(None, PLACE) == ""


@pytest.mark.parametrize("zone", [PLACE, ZoneInfo(PLACE)])
def test_a_zone_may_be_a_name_or_itself(zone: str | ZoneInfo) -> None:
    assert times.clock_in(START, zone) == "10:30 AM"
    assert times.day_in(START, zone) == "Tue, Dec 1"
    assert times.local_date(START, zone) == date(2026, 12, 1)


def test_a_button_says_day_and_clock() -> None:
    assert times.day_and_clock(START, PLACE) == "Tue, Dec 1, 10:30 AM"


def test_a_span_says_its_half_of_the_day_once() -> None:
    assert times.span_in(START, END, PLACE) == "10:30 – 11:15 AM"


def test_the_date_there_may_be_another_than_the_readers() -> None:
    late = datetime(2026, 12, 2, 5, 0, tzinfo=UTC)

    assert times.local_date(late, PLACE) == date(2026, 12, 1)
    assert times.local_date(late, "Europe/Berlin") == date(2026, 12, 2)


@pytest.mark.parametrize(("minutes", "past"), [(-1, True), (0, True), (1, False)])
def test_what_has_ended_is_past(minutes: int, past: bool) -> None:
    with time_machine.travel(END, tick=False):
        assert times.past_by_now(END + timedelta(minutes=minutes)) is past


def test_a_date_and_a_whole_hour_are_short() -> None:
    assert times.day(date(2026, 12, 1)) == "Tue, Dec 1"
    assert times.hour(time(10)) == "10 AM"


def test_the_readers_zone_is_told_by_its_letters() -> None:
    with time_machine.travel(START), timezone.override(ZoneInfo(PLACE)):
        assert times.zone_words() == "PST"
        assert str(times.get_zone()) == PLACE
