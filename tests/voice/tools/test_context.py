"""What a tool may know: its own call; and times as an agent writes them, on the place's clock."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callpilot.errors import Refused
from campaigns.models import Call, Campaign, Provider
from voice.tools.context import Context, no, yes


def context(zone: str = "America/Los_Angeles") -> Context:
    return Context(Call(campaign=Campaign(), provider=Provider(timezone=zone)), at_ms=0)


@pytest.mark.parametrize(
    "text,hour",
    [
        ("2032-03-02T10:30", 18), ("2032-03-02 10:30", 18), ("2032-03-02t10:30", 18),
        ("  2032-03-02T10:30:00  ", 18), ("2032-03-02T10:30Z", 10),
        ("2032-03-02T10:30+01:00", 9), ("2032-07-02T10:30", 17),
    ],
)  # fmt: skip
def test_a_time_is_the_places_wall_clock_unless_it_says_otherwise(text: str, hour: int) -> None:
    assert context().moment(text).astimezone(UTC).hour == hour


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "10:30", "2032-13-01T10:30", "2032-03-02T25:00", "Tuesday at ten"]
)
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match="2026-12-01T10:30"):
        context().moment(text)


def test_a_day_without_a_time_of_day_is_refused() -> None:
    with pytest.raises(Refused, match="time of day"):
        context().moment("2032-03-02")


@pytest.mark.parametrize(
    "text,words",
    [("2032-03-14T02:30", "does not exist"), ("2032-11-07T01:30", "comes twice")],
)
def test_a_time_of_a_changing_night_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        context().moment(text)


@pytest.mark.parametrize("text", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_date_at_the_end_of_all_days_is_refused_or_a_moment(text: str) -> None:
    try:
        assert context().moment(text).tzinfo is not None
    except Refused as error:
        assert "out of range" in str(error)


@given(st.text(max_size=40))
def test_any_text_gives_a_moment_or_a_sentence(text: str) -> None:
    try:
        assert context().moment(text).tzinfo is not None
    except Refused as error:
        assert str(error)


@given(st.datetimes(datetime(2030, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC)))
def test_an_instant_stays_the_same_instant(moment: datetime) -> None:
    there = context("Europe/Berlin")

    assert there.moment(moment.isoformat()) == moment == there.local(moment)


@pytest.mark.parametrize("part", ["campaign", "provider"])
def test_a_call_about_nothing_refuses_what_needs_an_appointment(part: str) -> None:
    with pytest.raises(Refused, match="not about an appointment"):
        getattr(Context(Call(), at_ms=0), part)


def test_an_answer_says_whether_and_what_and_more() -> None:
    assert yes("Fine.", free=True) == {"ok": True, "say": "Fine.", "free": True}
    assert no("Sorry.") == {"ok": False, "say": "Sorry."}
