"""Starting a campaign: every fault is named, and a start survives being cut off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from callpilot.errors import BadInput, DirectoryError, VendorError
from callpilot.json_types import JsonObject
from campaigns import launch
from campaigns.models import Call, Campaign, Provider, Suppression
from campaigns.providers.directories.base import Listing, directories
from campaigns.providers.directories.demo import LISTINGS
from campaigns.providers.service_kinds import SERVICES
from tests.factories import make_person, make_provider

pytestmark = pytest.mark.django_db
Register = Callable[[str, object], None]
DAY = timedelta(days=1)


def today() -> date:
    return now().astimezone(ZoneInfo("America/Los_Angeles")).date()


def create(**fields: object) -> Campaign:
    return launch.create(make_person(), {"service": "dentist"} | fields)


def started(**fields: object) -> Campaign:
    campaign = create(**fields)
    launch.start(campaign.pk)
    campaign.refresh_from_db()
    return campaign


# A number of days stands for the day so far from today, which is known only when the test runs.
BAD: list[tuple[JsonObject, str]] = [
    ({"service": "plumber"}, "service"),
    ({"service": None, "request": "hello there"}, "service"),
    ({"service": None}, "service"),
    ({"place": "Xyzzyville"}, "place"),
    ({"place": "x" * 201}, "place"),
    ({"date_range_start": -DAY}, "date_range_start"),
    ({"date_range_start": "2031-02-29"}, "date_range_start"),
    ({"date_range_start": "soon"}, "date_range_start"),
    ({"date_range_start": 400 * DAY}, "date_range_start"),
    ({"date_range_start": 5 * DAY, "date_range_end": DAY}, "date_range_end"),
    ({"date_range_end": -DAY}, "date_range_start"),
    ({"date_range_start": 0 * DAY, "date_range_end": 60 * DAY}, "date_range_end"),
    ({"request": "dentist on February 30"}, "date_range_start"),
    ({"day_parts": ["noonish"]}, "day_parts"),
    ({"day_parts": "morning"}, "day_parts"),
    ({"avoid_weekdays": [7]}, "avoid_weekdays"),
    ({"avoid_weekdays": ["3"]}, "avoid_weekdays"),
    ({"avoid_weekdays": list(range(7))}, "avoid_weekdays"),
    ({"avoid_dates": ["2031-02-29"]}, "avoid_dates"),
    ({"earliest_time": "25:00"}, "earliest_time"),
    ({"earliest_time": "10:00", "latest_time": "10:20"}, "latest_time"),
    ({"duration_minutes": 4}, "duration_minutes"),
    ({"duration_minutes": 481}, "duration_minutes"),
    ({"duration_minutes": "long"}, "duration_minutes"),
    ({"duration_minutes": True}, "duration_minutes"),
    ({"max_providers": 0}, "max_providers"),
    ({"max_providers": 31}, "max_providers"),
    ({"max_parallel": 0}, "max_parallel"),
    ({"max_parallel": 16}, "max_parallel"),
    ({"max_parallel": 2.5}, "max_parallel"),
    ({"party_size": 0}, "party_size"),
    ({"new_patient": "perhaps"}, "new_patient"),
    ({"booking_policy": "yolo"}, "booking_policy"),
    ({"engine": "telepathy"}, "engine"),
    ({"budget": "-1"}, "budget"),
    ({"budget": "NaN"}, "budget"),
    ({"budget": "much"}, "budget"),
    ({"contact_phone": "911"}, "contact_phone"),
    ({"contact_phone": "12"}, "contact_phone"),
    ({"contact_name": "x" * 101}, "contact_name"),
    ({"notes": 3}, "notes"),
    ({"may_share": ["diary"]}, "may_share"),
    ({"earliest_weight": -1}, "earliest_weight"),
    ({"rating_weight": "high"}, "rating_weight"),
    ({"distance_weight": float("inf")}, "distance_weight"),
    ({f"{name}_weight": 0 for name in ("earliest", "rating", "distance", "preference")},
     "preferences"),
    ({"request": "x" * 2001}, "request"),
    ({"request": 5}, "request"),
    ({"colour": "blue"}, "colour"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "name"), BAD, ids=lambda value: str(value)[:50])
def test_bad_input_names_its_field_and_writes_nothing(fields: JsonObject, name: str) -> None:
    fields = {
        field: today() + value if isinstance(value, timedelta) else value
        for field, value in fields.items()
    }
    with pytest.raises(BadInput) as caught:
        create(**fields)

    assert set(caught.value.errors) == {name}
    assert all(len(sentence) > 8 for sentence in caught.value.errors[name])
    assert not Campaign.objects.exists()


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        create(max_parallel=99, duration_minutes=1, place="Xyzzyville")

    assert set(caught.value.errors) == {"max_parallel", "duration_minutes", "place"}


def test_without_a_home_a_place_must_be_said() -> None:
    person = make_person(latitude=None, longitude=None)

    with pytest.raises(BadInput) as caught:
        launch.create(person, {"service": "vet"})
    assert set(caught.value.errors) == {"place"}
    assert launch.create(person, {"service": "vet", "place": "Chicago"}).timezone == (
        "America/Chicago"
    )


def test_edges_are_accepted() -> None:
    first = today()

    campaign = create(
        date_range_start=first, date_range_end=first + 59 * DAY, duration_minutes=480,
        max_providers=30, max_parallel=15, earliest_weight=0, rating_weight=0, distance_weight=0,
        preference_weight=1e-9, budget="15.00",
    )  # fmt: skip

    assert (campaign.max_parallel, campaign.duration_minutes) == (15, 480)


def test_what_nobody_says_is_usual() -> None:
    campaign = create()

    assert (campaign.status, campaign.duration_minutes, campaign.max_providers) == (
        "created",
        30,
        10,
    )
    assert (campaign.contact_name, campaign.contact_phone) == ("Alex Example", "+14155550123")
    assert (campaign.date_range_end - campaign.date_range_start).days == 13
    assert campaign.may_share == ["name", "phone"]
    assert campaign.deadline_at <= now() + timedelta(hours=72)


def test_explicit_fields_win_over_the_sentence() -> None:
    campaign = create(
        request="vet tomorrow afternoon in Oakland for 45 minutes",
        service="dentist", duration_minutes=20, day_parts=["morning"], place="Chicago",
    )  # fmt: skip

    assert (campaign.service, campaign.duration_minutes) == ("dentist", 20)
    assert (campaign.day_parts, campaign.place) == (["morning"], "Chicago, Illinois")
    assert campaign.date_range_start == today() + DAY
    assert campaign.request.startswith("vet tomorrow")


def test_a_sentence_alone_is_enough() -> None:
    campaign = launch.create(
        make_person(), {"request": "Haircut next week, mornings, not Thursday, near Market St"}
    )

    assert (campaign.service, campaign.day_parts, campaign.avoid_weekdays) == (
        "hair_salon", ["morning"], [3],
    )  # fmt: skip
    assert campaign.place == "Market Street, San Francisco" and campaign.duration_minutes == 45


def test_a_start_queues_one_call_to_each_of_the_nearest() -> None:
    campaign = started(max_providers=4)

    assert campaign.status == "dialing" and campaign.started_at is not None
    calls = list(campaign.calls.all())
    assert len(calls) == 4 and {call.status for call in calls} == {"queued"}
    assert len({call.to_number for call in calls}) == 4
    kms = [c.distance_km for c in campaign.candidates.all() if c.distance_km is not None]
    assert kms == sorted(kms) and len(kms) == campaign.candidates.count()


@pytest.mark.parametrize("service", SERVICES)
def test_somebody_of_every_trade_is_found_in_the_demo_town(service: str) -> None:
    assert started(service=service).calls.count() >= 4


def test_starting_again_changes_nothing() -> None:
    campaign = started(max_providers=3)

    launch.start(campaign.pk)

    assert campaign.calls.count() == campaign.candidates.count() == 3


def test_a_start_that_died_in_the_middle_goes_on() -> None:
    campaign = create(max_providers=3)
    campaign.move("provider_lookup", started_at=now() - timedelta(minutes=5))

    launch.start(campaign.pk)

    campaign.refresh_from_db()
    assert campaign.status == "dialing" and campaign.calls.count() == 3


def test_who_cannot_be_called_is_shown_with_the_reason() -> None:
    blocked, wrong = LISTINGS[0], LISTINGS[1]
    Suppression.objects.create(phone=blocked.phone, source="callee")
    make_provider(source_id=wrong.source_id, phone=wrong.phone, number_wrong=True)

    campaign = started(max_providers=14)

    skipped = dict(
        campaign.candidates.exclude(skipped_because="").values_list(
            "provider__name", "skipped_because"
        )
    )
    assert skipped == {
        blocked.name: "asked not to be called",
        wrong.name: "the number is wrong",
        "Karl the Fog Orthodontics": "no telephone number",
    }
    assert campaign.calls.count() == 14  # others took their places


def test_the_own_address_book_comes_first_and_numbers_only_once() -> None:
    person = make_person()
    mine = make_provider(
        owner=person, source="address_book", name="My Dentist", phone=LISTINGS[0].phone
    )
    make_provider(owner=make_person(), source="address_book")

    campaign = launch.create(person, {"service": "dentist", "max_providers": 14})
    launch.start(campaign.pk)

    first = campaign.candidates.first()
    assert first is not None and first.provider == mine and first.preferred
    double = campaign.candidates.get(provider__source_id=LISTINGS[0].source_id)
    assert double.skipped_because == "same number as My Dentist"
    assert campaign.calls.filter(to_number=mine.phone).count() == 1


def test_a_place_without_providers_fails_in_words() -> None:
    campaign = started(place="Chicago")

    assert campaign.status == "failed"
    assert campaign.reason == "No dentist was found near Chicago, Illinois."


def test_when_nobody_may_be_called_it_says_so() -> None:
    for listing in LISTINGS:
        if listing.service == "vet" and listing.phone:
            Suppression.objects.create(phone=listing.phone, source="staff")

    campaign = started(service="vet")

    assert campaign.status == "failed"
    assert "none may be called: asked not to be called" in campaign.reason
    assert not Call.objects.exists()


class Down:
    """A directory that cannot be reached."""

    def find(self, *_: object) -> list[object]:
        raise DirectoryError("down")


def test_a_directory_that_is_down_is_asked_again_and_then_given_up(
    register: Register,
) -> None:
    register("DIRECTORY", Down())
    campaign = create()

    with pytest.raises(DirectoryError):
        launch.start(campaign.pk)
    campaign.refresh_from_db()
    assert campaign.status == "provider_lookup"
    Campaign.objects.filter(pk=campaign.pk).update(started_at=now() - timedelta(minutes=11))
    launch.start(campaign.pk)

    campaign.refresh_from_db()
    assert (campaign.status, campaign.reason) == (
        "failed", "The list of providers could not be reached.",
    )  # fmt: skip


def test_a_directory_that_is_down_does_not_stop_the_address_book(
    register: Register,
) -> None:
    register("DIRECTORY", Down())
    person = make_person()
    make_provider(owner=person, source="address_book")
    campaign = launch.create(person, {"service": "dentist"})

    launch.start(campaign.pk)

    campaign.refresh_from_db()
    assert campaign.status == "dialing" and campaign.calls.count() == 1


def test_a_listing_that_moved_is_brought_up_to_date() -> None:
    listing = LISTINGS[0]
    old = make_provider(
        source_id=listing.source_id, phone="+14155550199", number_wrong=True, name="Old"
    )

    started()

    old.refresh_from_db()
    assert (old.name, old.phone, old.number_wrong) == (listing.name, listing.phone, False)
    assert Provider.objects.filter(source_id=listing.source_id).count() == 1


def test_a_campaign_cancelled_during_the_lookup_dials_nobody(
    register: Register,
) -> None:
    campaign = create()
    find = directories.get().find

    class Slow:
        def find(self, service: str, latitude: float, longitude: float, most: int) -> list[Listing]:
            Campaign.objects.get(pk=campaign.pk).move("cancelled")
            return find(service, latitude, longitude, most)

    register("DIRECTORY", Slow())
    launch.start(campaign.pk)

    assert not Call.objects.exists()


def test_a_directory_that_refuses_for_good_is_not_asked_again(
    register: Register,
) -> None:
    class Forbidden:
        def find(self, *_: object) -> list[object]:
            raise DirectoryError("the key is wrong", permanent=True)

    register("DIRECTORY", Forbidden())

    assert started().status == "failed"


def test_without_distances_the_desks_are_called_all_the_same(register: Register) -> None:
    class Lost:
        def ways(self, *_: object) -> object:
            raise VendorError("down")

    register("DISTANCE", Lost())

    campaign = started(max_providers=3)

    assert campaign.status == "dialing" and campaign.calls.count() == 3
    assert set(campaign.candidates.values_list("distance_km", flat=True)) == {None}


def test_a_listing_with_overlong_words_is_cut_not_fatal(register: Register) -> None:
    long = replace(LISTINGS[0], name="x" * 500, address="y" * 500, website="https://z/" + "z" * 500)

    class Wordy:
        def find(self, *_: object) -> list[object]:
            return [long]

    register("DIRECTORY", Wordy())

    provider = started().calls.get().provider

    assert provider is not None
    assert (len(provider.name), len(provider.address), provider.website) == (200, 300, "")
