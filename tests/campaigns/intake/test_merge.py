"""What a message teaches a draft, and what it takes back."""

from collections.abc import Iterable
from datetime import date, time

import pytest

from callpilot.json_types import JsonObject
from campaigns.intake import merge
from campaigns.intake.message import Reading
from campaigns.intake.wish import Wish
from campaigns.models import Draft
from tests.campaigns.drafts import holding


def told(
    draft: Draft,
    *,
    weekday_alone: bool = False,
    unsure: Iterable[str] = (),
    skipped: str = "",
    **said: object,
) -> JsonObject:
    """All values of the draft when it has learned what was said."""
    values: JsonObject = said
    reading = Reading(
        Wish(**values), weekday_alone=weekday_alone, unsure=frozenset(unsure), skipped=skipped
    )
    merge.learn(draft, reading)
    return {name: entry["value"] for name, entry in draft.fields.items()}


def test_the_newer_word_wins_and_says_where_it_comes_from() -> None:
    draft = holding(contact_name="Alex")

    assert told(draft, contact_name="Mia") == {"contact_name": "Mia"}
    assert draft.fields["contact_name"]["source"] == Draft.Source.MESSAGE


def test_what_is_not_mentioned_stays() -> None:
    assert told(holding(insurance="Aetna"), service="dentist")["insurance"] == "Aetna"


def test_what_may_be_shared_is_never_learned_from_a_message() -> None:
    assert told(Draft(), may_share=("notes",), engine="x") == {}


def test_another_service_forgets_what_belonged_to_the_first() -> None:
    draft = holding(service="restaurant", party_size=4, detail="dinner", insurance="Aetna")

    assert told(draft, service="vet") == {"service": "vet", "insurance": "Aetna"}


def test_the_same_service_again_forgets_nothing() -> None:
    assert told(holding(service="vet", detail="nail trim"), service="vet")["detail"] == "nail trim"


@pytest.mark.parametrize(
    ("low", "high", "day", "meant"),
    [
        (date(2026, 11, 30), date(2026, 12, 6), date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 11, 30), date(2026, 12, 1), date(2026, 11, 27), date(2026, 11, 27)),
        (date(2026, 11, 23), date(2026, 11, 29), date(2026, 11, 27), date(2026, 11, 27)),
        (date(2026, 11, 30), date(2026, 12, 13), date(2026, 11, 27), date(2026, 11, 27)),
    ],
    ids=["of that week", "not in these days", "in these days anyway", "of which of two weeks?"],
)
def test_a_weekday_alone_is_of_the_week_that_was_spoken_of(
    low: date, high: date, day: date, meant: date
) -> None:
    draft = holding(date_range_start=low, date_range_end=high)

    values = told(draft, weekday_alone=True, date_range_start=day, date_range_end=day)

    assert values["date_range_start"] == values["date_range_end"] == meant.isoformat()


def test_a_day_that_was_to_be_avoided_is_wanted_when_it_is_named() -> None:
    draft = holding(avoid_weekdays=(4,), avoid_dates=("2026-12-04",))

    values = told(draft, date_range_start=date(2026, 11, 27), date_range_end=date(2026, 11, 27))

    assert "avoid_weekdays" not in values and "avoid_dates" not in values


def test_days_to_avoid_stay_while_other_days_are_left() -> None:
    draft = holding(avoid_weekdays=(4,))

    values = told(draft, date_range_start=date(2026, 11, 30), date_range_end=date(2026, 12, 6))

    assert values["avoid_weekdays"] == [4]


def test_a_clock_time_takes_the_part_of_the_day_and_the_other_way_round() -> None:
    assert "day_parts" not in told(holding(day_parts=("morning",)), earliest_time=time(15))
    assert told(holding(earliest_time=time(15)), day_parts=("morning",)) == {
        "day_parts": ["morning"]
    }


def test_what_is_guessed_is_marked() -> None:
    draft = Draft()

    told(draft, service="dentist", unsure=("service",))

    assert not draft.fields["service"]["sure"]


def test_where_another_place_was_meant_it_does_not_go_on_with_the_one_we_had() -> None:
    draft = holding(place="Oakland")

    told(draft, problems={"place": ["There are several places called “Springfield”."]})

    assert draft.value("place") is None


def test_a_question_that_was_passed_over_is_not_asked_again() -> None:
    assert told(Draft(), skipped="insurance") == {"insurance": ""}


def test_who_is_asked_for_is_said_beside_what_was_wanted() -> None:
    draft = holding(service="hair_salon", detail="haircut, with Anna")

    assert told(draft, detail="with Maria")["detail"] == "haircut, with Maria"


def test_a_distance_is_how_far_we_look() -> None:
    draft = Draft()
    told(draft, radius_km=3.2)

    assert draft.radius_km == 3.2
