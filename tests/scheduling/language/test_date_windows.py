"""Tests of scheduling/language/date_windows.py: when somebody wants to come."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.language.date_windows import DateProblem, Wanted, window

TODAY = date(2026, 11, 21)  # a Saturday; the next week is November 23rd to 29th

# What is written, the days, and whatever else was understood.
WRITTEN = """
tomorrow afternoon                             | 1122-1122 | afternoon
tomorrow                                       | 1122-1122 |
today                                          | 1121-1121 |
tonight                                        | 1121-1121 | evening
this afternoon                                 | 1121-1121 | afternoon
the day after tomorrow, early                  | 1123-1123 |
today or tomorrow                              | 1121-1122 |
in three days                                  | 1124-1124 |
next week                                      | 1123-1129 |
dentist next week, mornings, not Thursday      | 1123-1129 | morning not3
this week                                      | 1121-1122 |
the week after next                            | 1130-1206 |
early next week                                | 1123-1125 |
middle of next week                            | 1124-1126 |
late next week                                 | 1126-1129 |
in two weeks                                   | 1130-1206 |
in the next two weeks after 4pm                | 1121-1205 | >16:00
within 10 days                                 | 1121-1201 |
within the next three days                     | 1121-1124 |
over the next couple of weeks                  | 1121-1205 |
this weekend                                   | 1121-1122 |
next weekend                                   | 1128-1129 |
this week or next                              | 1121-1129 |
the week of December 7                         | 1207-1213 |
the week of the 16th                           | 1214-1220 |
the week beginning Tuesday                     | 1124-1130 |
the week of the 9th, not Friday                | 1207-1213 | not4
weekends only                                  |           | only56
on weekends                                    |           | only56
weekdays only                                  |           | only01234
any weekday except Wednesday, before noon      |           | only01234 not2 <12:00
next month                                     | 1201-1231 |
early next month                               | 1201-1210 |
mid December                                   | 1211-1220 |
end of January                                 | 0121-0131 |
in March                                       | 0301-0331 |
this month                                     | 1121-1130 |
the first week of December                     | 1201-1207 |
the second week of January                     | 0108-0114 |
before Christmas                               | 1121-1224 |
after Christmas                                | 1226-     |
between Christmas and New Year                 | 1226-1231 |
by Thanksgiving                                | 1121-1125 |
ASAP                                           | 1121-     | asap
as soon as possible                            | 1121-     | asap
the earliest possible                          | 1121-     | asap
it is urgent                                   | 1121-     | asap
asap, but not before Tuesday                   | 1124-     | asap
Saturday                                       | 1128-1128 |
this Saturday                                  | 1121-1121 |
Tuesday                                        | 1124-1124 |
next Friday at 3                               | 1127-1127 | @15:00
Tuesday or Thursday                            | 1124-1126 | only13
Tuesday or Wednesday next week                 | 1123-1129 | only12
Sat or Sun morning                             | 1122-1128 | morning only56
on Tuesdays or Thursdays                       |           | only13
Mon-Wed                                        | 1123-1125 |
Mon-Wed 9-11                                   | 1123-1125 | >09:00 <11:00
Monday to Wednesday                            | 1123-1125 |
from Thursday to Saturday                      | 1126-1128 |
Fri-Mon                                        | 1122-1128 | only0456
Mondays to Wednesdays                          |           | only012
asap, Mon-Wed                                  | 1121-     | only012 asap
Mon-Wed, before December 10                    | 1121-1209 | only012
not Mon-Wed                                    |           | not012
next week Mon-Wed after work                   | 1123-1129 | only012 >17:00
not Mondays or Fridays                         |           | not04
any weekday but Friday                         |           | only01234 not4
every day but Friday works                     |           | not4
any day next week but Tuesday or Wednesday     | 1123-1129 | not12
any day next week but Friday is best           | 1123-1129 | only4
any day, but Friday                            | 1127-1127 |
any time tomorrow but the morning              | 1122-1122 | afternoon evening
next week except Wednesday afternoon           | 1123-1129 | not2 whole
not Monday morning or Tuesday before ten       |           | not01 whole
Wednesday afternoons don't work, next week     | 1123-1129 | not2 whole
not tomorrow between 9 and 11, next week       | 1123-1129 | not1122 whole
next week, not Thursday, mornings              | 1123-1129 | morning not3
no Thursdays                                   |           | not3
anything but Monday                            |           | not0
I can't do Wednesdays                          |           | not2
Thursdays don't work                           |           | not3
next week except Tuesday                       | 1123-1129 | not1
avoid weekends                                 |           | not56
no mornings                                    |           | afternoon evening
mornings or evenings                           |           | morning evening
between 3 and 7 December                       | 1203-1207 |
December 3-7                                   | 1203-1207 |
Dec 3 - 7                                      | 1203-1207 |
from December 3rd to the 7th                   | 1203-1207 |
3rd to 7th December                            | 1203-1207 |
from the 28th to the 3rd                       | 1128-1203 |
December 30 to January 3                       | 1230-0103 |
December 3                                     | 1203-1203 |
3 December at half past ten                    | 1203-1203 | @10:30
2026-12-03                                     | 1203-1203 |
on the 3rd                                     | 1203-1203 |
after the 5th                                  | 1206-     |
from December 5                                | 1205-     |
December 5 at the earliest                     | 1205-     |
by Friday                                      | 1121-1127 |
before Friday                                  | 1121-1126 |
two weeks from Monday                          | 1207-1207 |
two weeks from today                           | 1205-1205 |
two weeks from now                             | 1130-1206 |
nine days from today                           | 1130-1130 |
the 20th of next month                         | 1220-1220 |
not the 20th of next month                     |           | not1220
not this week, before December 1               | 1123-1130 |
before Christmas, not this week                | 1123-1224 |
in December, not after Christmas               | 1201-1225 |
the first Monday of next month                 | 1207-1207 |
the day after Christmas                        | 1226-1226 |
the Monday after Thanksgiving                  | 1130-1130 |
Monday 30                                      | 1130-1130 |
Wed, 2 of Dec                                  | 1202-1202 |
Friday 4 at 4                                  | 1204-1204 | @16:00
tomorrow at 3 p m                              | 1122-1122 | @15:00
until December 5                               | 1121-1205 |
no later than December 5                       | 1121-1205 |
no earlier than December 5 and by the 20th     | 1205-1220 |
not before ten                                 |           | >10:00
nothing before 9:30                            |           | >09:30
not after 5pm                                  |           | <17:00
after 6                                        |           | >18:00
before noon                                    |           | <12:00
tomorrow, 5pm latest                           | 1122-1122 | <17:00
tomorrow, 5 pm at the latest                   | 1122-1122 | <17:00
tomorrow, latest at 5                          | 1122-1122 | <17:00
tomorrow, 9am earliest                         | 1122-1122 | >09:00
tomorrow, earliest at 9                        | 1122-1122 | >09:00
Tuesday latest 5pm                             | 1124-1124 | <17:00
Tuesday at the latest at 5                     | 1124-1124 | <17:00
Tuesday latest                                 | 1121-1124 |
Tuesday earliest                               | 1124-     |
between 9 and 11 on Tuesday                    | 1124-1124 | >09:00 <11:00
2-4pm tomorrow                                 | 1122-1122 | >14:00 <16:00
Friday afternoon around 3                      | 1127-1127 | afternoon >14:30 <15:30
half past ten tomorrow                         | 1122-1122 | @10:30
tomorrow at 9 or 10                            | 1122-1122 | @09:00 @10:00
at lunchtime                                   |           | >12:00 <14:00
after work                                     |           | >17:00
a table for four on Friday at seven            | 1127-1127 | @19:00
tomorrow morning at 7                          | 1122-1122 | morning @07:00
at 7 tomorrow morning                          | 1122-1122 | morning @07:00
at 7 or 8 in the morning                       |           | morning @07:00 @08:00
Friday evening between 7 and 9                 | 1127-1127 | evening >19:00 <21:00
tomorrow at 9 in the evening                   | 1122-1122 | evening @21:00
mornings before 7:30                           |           | morning <07:30
a morning, not at 7                            |           | morning gap
between 7 and 9                                |           | >07:00 <09:00
between 6 and 8                                |           | >18:00 <20:00
before 10 or after 5                           |           | either2
before ten or after five, Tuesday              | 1124-1124 | either2
10 or after                                    |           | >10:00
mornings or after 5                            |           | either2
Monday morning or Tuesday at 5                 | 1123-1124 | either2
Tuesday at 9 or Thursday at 4                  | 1124-1126 | only13 either2
Tuesday after 3 or Wednesday after 10          | 1124-1125 | either2
tomorrow afternoon at 7                        | 1122-1122 | either2
early mornings or late afternoons              |           | morning afternoon either2
after work, not before 6                       |           | >18:00
late afternoons                                |           | afternoon >16:00 <18:00
mid-morning tomorrow                           | 1122-1122 | morning >09:00 <11:00
early in the evening                           |           | evening >17:00 <19:00
no early mornings                              |           | >10:00
not late in the afternoon                      |           | morning evening
mornings don't work                            |           | afternoon evening
no mornings, no evenings                       |           | afternoon
first thing Tuesday                            | 1124-1124 | <10:00
the first thing to know is Tuesday             | 1124-1124 |
early on Tuesday                               | 1124-1124 | <10:00
as early as Tuesday                            | 1124-1124 |
at the end of the day on Tuesday               | 1124-1124 | >16:00
during business hours                          |           | >09:00 <17:00
not at lunchtime                               |           | gap
not between 12 and 2                           |           | gap
not at 10 but at 11                            |           | @11:00
the end of the month                           | 1121-1130 |
by the end of the month                        | 1121-1130 |
beginning of the month                         | 1201-1210 |
end of the week                                | 1121-1122 |
later this month                               | 1121-1130 |
end of the year                                | 1201-1231 |
over the holidays                              | 1224-0101 |
after the holidays                             | 0102-     |
before the holidays                            | 1121-1223 |
Thanksgiving week                              | 1123-1129 |
the week of Christmas                          | 1221-1227 |
Labor Day weekend                              | 0904-0906 |
after Memorial Day                             | 0601-     |
on Presidents' Day                             | 0215-0215 |
on Good Friday                                 | 0326-0326 |
the day after Labor Day                        | 0907-0907 |
Tuesday, one for my daughter                   | 1124-1124 |
I need one on Tuesday and one on Friday        | 1124-1127 | only14
tomorrow at one for my daughter                | 1122-1122 | @13:00
it hurts since this morning                    |           |
since Monday morning at 8, Tuesday please      | 1124-1124 |
it began on Wednesday                          |           |
my tooth broke last night, tomorrow please     | 1122-1122 |
I fell down yesterday, Tuesday please          | 1124-1124 |
my tooth broke, Friday please                  | 1127-1127 |
a 30 minute check-up for two people            |           |
may I have a haircut                           |           |
dentist                                        |           |
"""


def rows() -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in WRITTEN.strip().splitlines()]


def rest_of(wanted: Wanted) -> str:
    said: list[str] = [*wanted.day_parts]
    said += ["only" + "".join(map(str, sorted(wanted.only)))] if wanted.only else []
    said += ["not" + "".join(map(str, sorted(wanted.avoid)))] if wanted.avoid else []
    said += [f"not{day:%m%d}" for day in sorted(wanted.avoid_dates)]
    said += ["whole"] if wanted.whole_days else []
    said += [f">{wanted.earliest:%H:%M}"] if wanted.earliest else []
    said += [f"<{wanted.latest:%H:%M}"] if wanted.latest else []
    said += [f"@{at:%H:%M}" for at in wanted.times]
    said += [f"either{len(wanted.either)}"] if wanted.either else []
    said += ["gap"] if wanted.gap else []
    return " ".join(said + (["asap"] if wanted.asap else []))


@pytest.mark.parametrize(("text", "days", "rest"), rows())
def test_what_is_written_becomes_days_and_limits(text: str, days: str, rest: str) -> None:
    wanted = window(text, TODAY)

    first = f"{wanted.first:%m%d}" if wanted.first else ""
    last = f"{wanted.last:%m%d}" if wanted.last else ""
    assert (f"{first}-{last}" if first or last else "") == days
    assert rest_of(wanted) == rest


@pytest.mark.parametrize("text", ["not next week", "not the week of November 25"])
def test_a_week_that_is_ruled_out_is_left_out_day_by_day(text: str) -> None:
    wanted = window(f"before Christmas but {text}", TODAY)

    shut_out = [day for day in range(21, 31) if not wanted.allows(date(2026, 11, day))]
    assert shut_out == [23, 24, 25, 26, 27, 28, 29]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("30 February", "There is no 30th of February."),
        ("on February 30th", "There is no 30th of February."),
        ("31 April at ten", "There is no 31st of April."),
        ("between 29 and 31 April", "There is no 31st of April."),
        ("February 29", "There is no 29th of February 2027."),
        ("the 31st", "There is no 31st of November 2026."),
        ("November 3", "Tuesday, November 3rd has passed."),
        ("yesterday", "Friday, November 20th has passed."),
        ("Tuesday, December 2nd", "December 2nd is a Wednesday."),
        ("12/1", "Do you mean Tuesday, December 1st or Tuesday, January 12th?"),
        ("December 7 to 3", "Thursday, December 3rd is before Monday, December 7th."),
        ("after December 20 and before December 5", "is before"),
    ],
)
def test_a_date_that_cannot_be_is_named_and_never_shifted(text: str, problem: str) -> None:
    with pytest.raises(DateProblem) as raised:
        window(text, TODAY)

    assert problem in str(raised.value)


def test_nothing_said_is_nothing_wanted() -> None:
    assert window("a dentist in Springfield", TODAY) == Wanted()
    assert window("", TODAY).first is None


def test_the_words_that_were_understood_are_pointed_at() -> None:
    text = "dentist next week, mornings, not Thursday"

    wanted = window(text, TODAY)

    assert [text[a:b] for a, b in wanted.understood] == ["next week", "mornings", "Thursday"]


def test_a_wish_tells_which_days_it_allows() -> None:
    wanted = window("next week, not Thursday", TODAY)

    assert wanted.allows(date(2026, 11, 25))
    assert not wanted.allows(date(2026, 11, 26))
    assert not wanted.allows(date(2026, 11, 30))


@pytest.mark.parametrize(
    ("today", "text", "first", "last"),
    [
        (date(2026, 12, 28), "next week", date(2027, 1, 4), date(2027, 1, 10)),
        (date(2026, 12, 30), "next month", date(2027, 1, 1), date(2027, 1, 31)),
        (date(2026, 11, 23), "Monday", date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 11, 23), "next Friday", date(2026, 12, 4), date(2026, 12, 4)),
        (date(2026, 11, 23), "this Friday", date(2026, 11, 27), date(2026, 11, 27)),
        (date(2026, 11, 22), "next week", date(2026, 11, 23), date(2026, 11, 29)),
        (date(2028, 2, 27), "in the next three days", date(2028, 2, 27), date(2028, 3, 1)),
        (date(2028, 2, 1), "February 29", date(2028, 2, 29), date(2028, 2, 29)),
        (date(2027, 1, 31), "within one month", date(2027, 1, 31), date(2027, 2, 28)),
        (date(2027, 3, 1), "before Easter", date(2027, 3, 1), date(2027, 3, 27)),
    ],
)
def test_months_and_years_end_where_they_do(
    today: date, text: str, first: date, last: date
) -> None:
    wanted = window(text, today)

    assert (wanted.first, wanted.last) == (first, last)


@settings(max_examples=150, deadline=None)
@given(st.dates(date(2026, 1, 1), date(2029, 12, 31)))
def test_next_week_is_monday_to_sunday_after_this_one(today: date) -> None:
    wanted = window("next week", today)

    assert wanted.first is not None and wanted.last is not None
    assert wanted.first.weekday() == 0
    assert 1 <= (wanted.first - today).days <= 7
    assert wanted.last - wanted.first == timedelta(days=6)


PHRASES = [line[0] for line in rows()]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PHRASES), min_size=1, max_size=3),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
def test_wishes_never_begin_in_the_past_or_end_before_they_begin(
    phrases: list[str], today: date
) -> None:
    try:
        wanted = window(", ".join(phrases), today)
    except DateProblem:
        return

    assert wanted.first is None or wanted.first >= today
    assert wanted.last is None or (wanted.first is not None and wanted.first <= wanted.last)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        wanted = window(text, TODAY)
    except DateProblem:
        return

    assert all(0 <= a < b <= len(text) for a, b in wanted.understood)
    assert wanted.earliest is None or isinstance(wanted.earliest, time)
