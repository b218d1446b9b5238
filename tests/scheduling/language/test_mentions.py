"""Tests of scheduling/language/mentions.py and speak.py: times said in a call, and by our agent."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.language.mentions import Question, mentions, resolve
from scheduling.language.speak import spoken, spoken_day, spoken_time
from telephony.simulator.personas.sayings import slot_words

NEW_YORK = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 21)  # a Saturday; Tuesday is the 24th, December 1st is a Tuesday too

TABLE = (Path(__file__).parent / "said_times.txt").read_text()


def table(text: str) -> list[tuple[str, str]]:
    rows = [line.split("|") for line in text.splitlines() if not line.startswith("#")]
    return [(said.strip(), meant.strip()) for said, meant in rows]


def meaning(
    text: str,
    *,
    hours: tuple[time, time] | None = None,
    context_day: date | None = None,
    country: str | None = None,
) -> str:
    said = mentions(text, TODAY, NEW_YORK, hours=hours, context_day=context_day, country=country)
    found = [resolve(each) for each in said]
    return "; ".join(
        each.precision if isinstance(each, Question) else f"{each:%Y-%m-%d %H:%M}" for each in found
    )


@pytest.mark.parametrize(("said", "meant"), table(TABLE))
def test_what_is_said_becomes_instants_or_doubts(said: str, meant: str) -> None:
    assert meaning(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"), [row for row in table(TABLE) if "unclear" not in row[1]]
)
def test_case_and_end_punctuation_do_not_matter(said: str, meant: str) -> None:
    bare = said.rstrip(".?!") if not said.endswith(("a.m.", "a. m.")) else said

    assert meaning(bare.lower()) == meant


def test_every_mention_points_at_its_words() -> None:
    text = "We could do Tuesday at nine, or half past two on Thursday."

    found = mentions(text, TODAY, NEW_YORK)

    assert [each.text for each in found] == ["Tuesday at nine", "half past two on Thursday"]
    assert all(text[each.start : each.end] == each.text for each in found)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Tuesday at 7:30", "Is that in the morning or in the evening?"),
        ("Tuesday at six", "Is that in the morning or in the evening?"),
        (
            "Tuesday the 4th at ten",
            "The 4th is a Friday, and Tuesday is the 1st. Which day do you mean?",
        ),
        ("Wednesday, December 1st", "December 1st is a Tuesday. Which day do you mean?"),
        ("the 31st at nine", "There is no 31st of November 2026. Which day do you mean?"),
        ("half ten on Tuesday", "Do you mean 10:30 or 9:30?"),
        ("Tuesday, ten to nine", "Do you mean 8:50 or 10:00?"),
        ("Tuesday", "What time exactly?"),
        ("ten thirty", "Which day would that be?"),
        ("Tuesday at … thirty", "Sorry, the line broke up. Which day and what time was that?"),
        ("Tuesday at midnight", "Is that midnight at the beginning or at the end of that day?"),
    ],
)
def test_what_is_open_is_asked_in_plain_words(said: str, asked: str) -> None:
    (mention,) = mentions(said, TODAY, NEW_YORK)

    question = resolve(mention)

    assert isinstance(question, Question)
    assert question.ask == asked


@pytest.mark.parametrize(
    ("said", "hours", "meant"),
    [
        ("Tuesday at 7:30", (time(7), time(18)), "2026-11-24 07:30"),
        ("Tuesday at 7:30", (time(9), time(22)), "2026-11-24 19:30"),
        ("Tuesday at 7:30", (time(7), time(22)), "ambiguous_meridiem"),
        ("Tuesday at 8", (time(8), time(20)), "2026-11-24 08:00"),  # nothing begins at closing
        ("Tuesday at 8", (time(8), time(21)), "ambiguous_meridiem"),
        ("Tuesday at 10:30", (time(10), time(23)), "ambiguous_meridiem"),
        ("Tuesday at 7 a.m.", (time(9), time(17)), "2026-11-24 07:00"),
        ("Tuesday at two", (time(18), time(3)), "2026-11-24 02:00"),  # a bar
    ],
)
def test_opening_hours_decide_only_where_one_reading_fits(
    said: str, hours: tuple[time, time], meant: str
) -> None:
    assert meaning(said, hours=hours) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ten thirty", "2026-12-01 10:30"),
        ("how about half past two", "2026-12-01 14:30"),
        ("at nine or ten", "2026-12-01 09:00; 2026-12-01 10:00"),
        ("in the morning", "vague"),
        ("the next day at ten", "2026-12-02 10:00"),
        ("the following Tuesday at ten", "2026-12-08 10:00"),
        ("Thursday at ten", "2026-11-26 10:00"),
        ("the 24th at ten", "ambiguous_day"),  # of this month or of that one?
    ],
)
def test_a_time_alone_belongs_to_the_day_in_context(said: str, meant: str) -> None:
    assert meaning(said, context_day=date(2026, 12, 1)) == meant


def test_only_a_lone_time_is_loose() -> None:
    (alone,) = mentions("ten thirty", TODAY, NEW_YORK, context_day=date(2026, 12, 1))
    (whole,) = mentions("Tuesday at ten thirty", TODAY, NEW_YORK)

    assert alone.loose and not alone.has_day
    assert whole.has_day and not whole.loose


@pytest.mark.parametrize(
    ("country", "said", "meant"),
    [
        ("GB", "half ten on Tuesday", "2026-11-24 10:30"),
        ("US", "half ten on Tuesday", "unclear"),
        ("US", "12/1 at nine", "2026-12-01 09:00"),
        ("GB", "12/1 at nine", "2027-01-12 09:00"),
    ],
)
def test_the_country_settles_what_differs_between_countries(
    country: str, said: str, meant: str
) -> None:
    assert meaning(said, country=country) == meant


def test_two_numbers_are_a_date_in_the_order_of_the_zones_country() -> None:
    def days(said: str, zone: str) -> list[date]:
        (found,) = mentions(said, TODAY, ZoneInfo(zone))
        return list(found.days)

    first_of_december, twelfth_of_january = date(2026, 12, 1), date(2027, 1, 12)
    assert days("12/1", "America/Chicago") == [first_of_december]
    assert days("12/1", "Europe/London") == [twelfth_of_january]
    assert days("12/1", "Etc/UTC") == [first_of_december, twelfth_of_january]
    assert days("Friday 4.12", "America/Chicago") == [date(2026, 12, 4)]  # by its weekday


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        ("at three", True),
        ("10:30", True),
        ("3 pm on Tuesday", False),
        ("after three", False),
        ("Tuesdays at three", False),
        ("3", False),  # a number as well
        ("I'm at 10", False),
        ("at seven", False),  # of the morning or the evening
    ],
)
def test_an_hour_without_a_day_is_known_as_such(said: str, lacks: bool) -> None:
    assert [each.lacks_only_day for each in mentions(said, TODAY, NEW_YORK)] == [lacks]


@pytest.mark.parametrize(
    ("today", "said", "meant"),
    [
        (date(2026, 11, 23), "Tuesday at ten", "2026-11-24 10:00"),  # a Monday
        (date(2026, 11, 23), "next Tuesday at ten", "ambiguous_day"),
        (date(2026, 11, 23), "Monday at ten", "ambiguous_day"),
        (date(2026, 11, 26), "next Tuesday at ten", "2026-12-01 10:00"),
        (date(2026, 11, 22), "next Tuesday at ten", "2026-11-24 10:00"),  # a Sunday
        (date(2026, 12, 28), "Friday at ten", "2027-01-01 10:00"),
        (date(2026, 12, 28), "the 2nd at ten", "2027-01-02 10:00"),
        (date(2026, 12, 31), "tomorrow at ten", "2027-01-01 10:00"),
        (date(2028, 2, 28), "tomorrow at ten", "2028-02-29 10:00"),
        (date(2028, 2, 1), "the 29th at ten", "2028-02-29 10:00"),
        (date(2027, 2, 1), "the 29th at ten", "impossible"),
        (date(2027, 2, 1), "February 29th at ten", "impossible"),
        (date(2027, 1, 30), "the 29th at ten", "impossible"),  # there is none in February
        (date(2026, 11, 24), "the 24th at ten", "2026-11-24 10:00"),
    ],
)
def test_days_are_counted_from_today(today: date, said: str, meant: str) -> None:
    found = [resolve(each) for each in mentions(said, today, NEW_YORK)]

    assert [
        each.precision if isinstance(each, Question) else f"{each:%Y-%m-%d %H:%M}" for each in found
    ] == [meant]


def test_a_wall_time_that_the_clocks_skip_is_asked_for() -> None:
    (mention,) = mentions("March 14th 2027 at 2:30 a.m.", TODAY, NEW_YORK)

    assert mention.precision == "impossible"
    assert "clocks go forward" in (mention.ask or "")


def test_a_wall_time_that_comes_twice_is_asked_for() -> None:
    (mention,) = mentions("November 7th at 1:30 a.m.", date(2027, 11, 1), NEW_YORK)

    assert mention.precision == "ambiguous_fold"
    assert "twice" in (mention.ask or "")


ZONES = [
    ZoneInfo(name)
    for name in (
        "America/New_York",
        "Europe/Berlin",
        "Europe/London",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "UTC",
    )
]
grid = st.builds(
    lambda day, minutes: datetime(2026, 1, 1) + timedelta(days=day, minutes=5 * minutes),
    st.integers(0, 730),
    st.integers(0, 24 * 12 - 1),
)


def exists_once(moment: datetime) -> bool:
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    twice = moment.utcoffset() != moment.replace(fold=1).utcoffset()
    return back.replace(tzinfo=None) == moment.replace(tzinfo=None) and not twice


@settings(max_examples=400, deadline=None)
@given(grid, st.sampled_from(ZONES), st.integers(0, 300))
def test_our_own_way_of_saying_a_time_is_understood(
    wall: datetime, zone: ZoneInfo, days_before: int
) -> None:
    moment = wall.replace(tzinfo=zone)
    text = f"So that is {spoken(moment)}. Is that right?"

    (mention,) = mentions(text, moment.date() - timedelta(days=days_before), zone)

    if exists_once(moment):
        assert resolve(mention) == moment
        assert mention.has_weekday and mention.has_date
    else:
        assert isinstance(resolve(mention), Question)


@settings(max_examples=200, deadline=None)
@given(grid, st.sampled_from(ZONES), st.integers(0, 200), st.integers(0, 5))
def test_a_time_in_words_is_understood(
    wall: datetime, zone: ZoneInfo, days_before: int, style: int
) -> None:
    moment = wall.replace(tzinfo=zone)
    if not exists_once(moment) or not 6 <= moment.hour < 21:
        return

    (mention,) = mentions(
        slot_words(moment, style).lower(), moment.date() - timedelta(days=days_before), zone
    )

    assert resolve(mention) == moment


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="abc 0123456789:.,-/…'’$İß\n", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    for mention in mentions(text, TODAY, NEW_YORK):
        assert text[mention.start : mention.end] == mention.text


WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        """tuesday wednesday the 24th first december at ten thirty half past quarter to nine or and
        not on in morning afternoon pm am noon midnight next week this following a after before
        between from … , . ? dollars minutes main street five oh 10:30 12/1 30 february today""",
    )
)


@settings(max_examples=500, deadline=None)
@given(st.lists(WORDS, max_size=12))
def test_whatever_is_exact_is_in_the_future_of_its_day_and_on_the_wall(words: list[str]) -> None:
    for mention in mentions(" ".join(words), TODAY, NEW_YORK, context_day=date(2026, 12, 1)):
        moment = resolve(mention)
        if isinstance(moment, Question):
            assert moment.ask.endswith("?")
        else:
            assert moment.date() >= TODAY
            assert mention.covers(moment)
            assert exists_once(moment)


def changes_of(zone: ZoneInfo, years: range) -> list[datetime]:
    """The naive wall times, in UTC, right after each change of the clocks of `zone`."""
    hours = (
        datetime(years.start, 1, 1, tzinfo=UTC) + timedelta(hours=n)
        for n in range(24 * 365 * len(years))
    )
    found, before = [], None
    for moment in hours:
        offset = moment.astimezone(zone).utcoffset()
        if before is not None and offset != before:
            found.append(moment)
        before = offset
    return found


@pytest.mark.parametrize("zone", ZONES[:5], ids=str)
def test_no_time_is_guessed_in_the_night_the_clocks_change(zone: ZoneInfo) -> None:
    for change in changes_of(zone, range(2026, 2031)):
        wall = change.astimezone(zone).replace(tzinfo=None)
        for minutes in range(-120, 121, 15):
            moment = (wall + timedelta(minutes=minutes)).replace(tzinfo=zone)
            text = f"{spoken_day(moment)} {moment.year} at {spoken_time(moment.time())}"
            (mention,) = mentions(text, moment.date() - timedelta(days=3), zone)

            found = resolve(mention)

            assert isinstance(found, Question) != exists_once(moment)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(10, 30), "10:30 in the morning"),
        (time(12), "12 noon"),
        (time(12, 5), "12:05 in the afternoon"),
        (time(17, 45), "5:45 in the afternoon"),
        (time(18), "6:00 in the evening"),
        (time(21, 30), "9:30 at night"),
        (time(0, 15), "12:15 at night"),
    ],
)
def test_our_agent_says_which_half_of_the_day(at: time, said: str) -> None:
    assert spoken_time(at) == said


def test_our_agent_says_weekday_date_and_time() -> None:
    moment = datetime(2026, 12, 1, 10, 30, tzinfo=NEW_YORK)

    assert spoken(moment) == "Tuesday, December 1st, at 10:30 in the morning"
    assert spoken_day(moment) == "Tuesday, December 1st"


def test_the_clock_on_the_wall_of_the_zone_is_said() -> None:
    moment = datetime(2026, 12, 1, 15, 30, tzinfo=UTC)

    assert spoken(moment.astimezone(NEW_YORK)) == "Tuesday, December 1st, at 10:30 in the morning"


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("Tuesday at nine Pacific", "What time is that where you are?"),
        ("Tuesday at nine your time", "What time is that where you are?"),
        ("The first week of December, Friday", "Which day and what time is that exactly?"),
    ],
)
def test_what_is_left_over_beside_a_time_is_asked(said: str, question: str) -> None:
    [found] = mentions(said, TODAY, NEW_YORK)

    assert isinstance(resolve(found), Question)
    assert found.ask == question


def test_a_zone_whose_clocks_show_the_same_is_no_other_zone() -> None:
    [winter] = mentions("Tuesday at nine GMT", TODAY, ZoneInfo("Europe/London"))
    [summer] = mentions("July 6th at nine GMT", TODAY, ZoneInfo("Europe/London"))

    assert winter.time == time(9) and winter.precision == "exact"
    assert summer.precision == "unclear"
