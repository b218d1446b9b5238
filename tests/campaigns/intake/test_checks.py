"""Every fault of a wish names its field and the way out; what was not said is as usual."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from callpilot.errors import BadInput
from callpilot.json_types import JsonObject
from callpilot.models import Profile, User
from campaigns.intake import checks
from campaigns.intake.wish import Wish
from campaigns.models import Preferences
from tests.factories import make_person

pytestmark = pytest.mark.django_db
OAKLAND: JsonObject = {
    "place": "Oakland",
    "latitude": 37.8,
    "longitude": -122.27,
    "timezone": "America/Los_Angeles",
}


@pytest.fixture
def person() -> User:
    return make_person()


def today() -> date:
    return datetime.now(ZoneInfo("America/Los_Angeles")).date()


def checked(person: User, wish: Wish | None = None, /, **fields: object) -> JsonObject:
    wish = wish or Wish(service="dentist", **OAKLAND)
    profile = Profile.objects.filter(user=person).first()
    return checks.checked(wish, fields, person=person, profile=profile)


def faults(person: User, wish: Wish | None = None, /, **fields: object) -> set[str]:
    with pytest.raises(BadInput) as refused:
        checked(person, wish, **fields)
    return set(refused.value.errors)


def test_what_was_not_said_is_as_usual(person: User) -> None:
    values = checked(person)

    assert values["date_range_start"] == today()
    assert values["date_range_end"] == today() + timedelta(days=13)
    assert (values["duration_minutes"], values["max_providers"], values["max_parallel"]) == (
        30,
        10,
        5,
    )
    assert values["booking_policy"] == "ask_me" and values["contact_name"] == "Alex Example"
    assert values["may_share"] == ["name", "phone"]


def test_a_field_wins_over_the_sentence(person: User) -> None:
    wish = Wish(service="dentist", party_size=2, **OAKLAND)

    assert checked(person, wish, service="vet", party_size=3)["party_size"] == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service", "undertaker"), ("service", 4), ("duration_minutes", 4),
        ("duration_minutes", "long"), ("max_providers", 31), ("max_parallel", 0),
        ("party_size", True), ("new_patient", "yes"), ("booking_policy", "whenever"),
        ("engine", "parrot"), ("budget", "much"), ("budget", "NaN"), ("budget", 1001),
        ("detail", "x" * 201), ("notes", "\x00"), ("contact_phone", "911"), ("contact_phone", 911),
        ("may_share", ["secrets"]), ("may_share", "name"), ("place", "Xyzzyville"), ("place", 4),
        ("date_range_start", "soon"), ("date_range_end", "2026-02-30"), ("earliest_time", "25:00"),
        ("day_parts", ["night"]), ("avoid_weekdays", [7]),
        ("avoid_weekdays", list(range(7))),
        ("avoid_weekdays", [True]), ("avoid_dates", "2026-12-01"), ("earliest_weight", -1),
        ("favourite_colour", "red"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_a_fault_of_its_field(
    person: User, name: str, value: object
) -> None:
    assert faults(person, **{name: value}) == {name}


def test_a_range_of_moments_touches_its_days_in_the_places_zone(person: User) -> None:
    there = ZoneInfo("America/Los_Angeles")
    first = datetime.combine(today() + timedelta(days=3), time(8, 15), there)
    last = datetime.combine(today() + timedelta(days=6), time(), there)

    values = checked(person, not_before=first.astimezone(UTC), not_after=last.astimezone(UTC))

    assert (values["not_before"], values["not_after"]) == (first, last)
    assert values["date_range_start"] == first.date()
    assert values["date_range_end"] == last.date() - timedelta(days=1)  # midnight is the day before


def test_a_range_of_moments_must_lie_ahead_and_have_room(person: User) -> None:
    soon, out_of_range = now() + timedelta(minutes=20), datetime.min.replace(tzinfo=UTC)

    assert faults(person, not_before=now(), not_after=soon) == {"date_range_end"}
    assert faults(person, not_before=now() - timedelta(days=2)) == {"date_range_start"}
    assert faults(person, not_after=now() - timedelta(days=2)) == {"date_range_start"}
    assert faults(person, not_before=out_of_range) <= {"not_before", "date_range_start"}


def test_a_sentences_end_does_not_belong_to_the_moment_that_a_field_begins_with(
    person: User,
) -> None:
    wish = Wish(service="dentist", date_range_end=today() + timedelta(days=1), **OAKLAND)

    values = checked(person, wish, not_before=now() + timedelta(days=5))

    assert values["date_range_end"] == values["date_range_start"] + timedelta(days=13)


def test_all_faults_are_told_at_once(person: User) -> None:
    assert faults(person, service="x", budget="y", party_size=0) == {
        "service",
        "budget",
        "party_size",
    }


def test_days_must_lie_ahead_in_order_and_not_too_far(person: User) -> None:
    day = today()

    assert faults(person, date_range_start=day - timedelta(days=1)) == {"date_range_start"}
    assert faults(person, date_range_start=day + timedelta(days=400)) == {"date_range_start"}
    assert faults(
        person, date_range_start=day, date_range_end=day - timedelta(days=1)
    ) == {"date_range_end"}  # fmt: skip
    assert faults(
        person, date_range_start=day, date_range_end=day + timedelta(days=checks.MAX_DAYS)
    ) == {"date_range_end"}  # fmt: skip
    last = day + timedelta(days=checks.MAX_DAYS - 1)
    assert checked(person, date_range_start=day, date_range_end=last)["date_range_end"] == last


def test_a_wish_that_no_time_can_fulfil_is_told_at_once(person: User) -> None:
    day = today() + timedelta(days=1)
    one = {"date_range_start": day, "date_range_end": day}

    assert faults(person, earliest_time=time(9), latest_time=time(9, 20)) == {"latest_time"}
    assert faults(person, **one, avoid_weekdays=[day.weekday()]) == {"avoid_weekdays"}
    assert faults(person, **one, avoid_dates=[day]) == {"avoid_weekdays"}


def test_the_last_day_of_a_sentence_does_not_belong_to_another_first_day(person: User) -> None:
    wish = Wish(service="vet", date_range_start=date(2026, 1, 1), date_range_end=date(2026, 1, 2),
                **OAKLAND)  # fmt: skip
    day = today() + timedelta(days=30)

    assert checked(person, wish, date_range_start=day)["date_range_end"] == day + timedelta(days=13)


def test_problems_of_the_sentence_count_unless_a_field_says_otherwise(person: User) -> None:
    wish = Wish(service="vet", problems={"contact_phone": ["Emergency."]}, **OAKLAND)

    with pytest.raises(BadInput):
        checked(person, wish)
    assert checked(person, wish, contact_phone="+14155550177")["contact_phone"] == "+14155550177"


def test_without_a_place_it_is_where_the_person_lives_or_must_be_said(person: User) -> None:
    assert checked(person, Wish(service="vet"))["latitude"] == 37.7936
    stranger = make_person(latitude=None, longitude=None)
    assert faults(stranger, Wish(service="vet")) == {"place"}


def test_an_amount_is_rounded_to_cents(person: User) -> None:
    assert checked(person, budget="5")["budget"] == Decimal("5.00")
    assert checked(person, budget="4.999")["budget"] == Decimal("4.99")


def test_a_budget_above_the_operators_limit_is_refused_with_the_limit(
    person: User, settings: Settings
) -> None:
    settings.MAX_CAMPAIGN_BUDGET = "20"
    assert checked(person, budget="20")["budget"] == Decimal("20.00")

    with pytest.raises(BadInput) as form:
        checked(person, budget="20.01")
    with pytest.raises(BadInput) as sentence:
        checked(person, Wish(service="vet", budget=Decimal(500), **OAKLAND))

    for refused in (form, sentence):
        [words] = refused.value.errors["budget"]
        assert words == "At most 20.00 USD may be spent on one request here."


def test_usually_shared_is_what_the_person_has_set(person: User) -> None:
    values = {"service": "car_repair", "detail": "2016 Golf", "insurance": "Aetna", "notes": "x"}
    Preferences.objects.create(
        user=person,
        share={"name": "always", "phone": "never", "insurance": "always", "notes": "ask"},
    )

    assert checks.usually_shared(person, values) == ["name", "insurance", "vehicle"]
