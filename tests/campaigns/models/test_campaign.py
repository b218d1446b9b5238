"""A campaign in rows: whose it is, what it may become, and what the database never takes."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from callpilot.json_types import JsonObject
from campaigns.models import Campaign, Event
from tests.factories import make_campaign, make_person

pytestmark = pytest.mark.django_db


def test_other_peoples_campaigns_do_not_exist() -> None:
    mine, theirs = make_campaign(), make_campaign()

    assert list(Campaign.objects.of(mine.person)) == [mine]
    assert theirs not in Campaign.objects.of(mine.person)


def test_who_is_not_signed_in_has_none() -> None:
    make_campaign()

    assert not Campaign.objects.of(AnonymousUser()).exists()


@pytest.mark.parametrize("status", Campaign.Status.values)
def test_a_campaign_is_either_finished_or_wanted(status: str) -> None:
    campaign = make_campaign(status=status)

    assert campaign.wanted is (status not in Campaign.FINISHED)
    assert Campaign.objects.unfinished().exists() is campaign.wanted


@pytest.mark.parametrize("status", [Campaign.Status.FAILED, Campaign.Status.CANCELLED])
def test_what_has_failed_or_was_cancelled_stays_so(status: str) -> None:
    campaign = make_campaign(status=status)

    assert not any(campaign.move(wanted) for wanted in Campaign.Status.values)


def test_a_booked_campaign_can_only_come_into_doubt_or_be_cancelled() -> None:
    assert Campaign.MOVES[Campaign.Status.CONFIRMED] == {
        Campaign.Status.CONFIRMING,
        Campaign.Status.CANCELLED,
    }


@pytest.mark.parametrize("status", Campaign.UNFINISHED)
def test_whatever_is_unfinished_can_be_cancelled(status: str) -> None:
    assert make_campaign(status=status).move(Campaign.Status.CANCELLED)


def test_a_move_is_told_in_the_log_with_its_reason() -> None:
    campaign = make_campaign(status="dialing")

    campaign.move("failed", reason="Nobody had a time.")

    event = Event.objects.get()
    assert event.data == {"status": "failed", "reason": "Nobody had a time."}


@pytest.mark.parametrize("status,moved", [("dialing", True), ("ranking", False)])
def test_only_who_dials_begins_to_negotiate(status: str, moved: bool) -> None:
    assert make_campaign(status=status).begin_negotiating() is moved


@pytest.mark.parametrize(
    "changes",
    [
        {"date_range_start": date(2032, 3, 2), "date_range_end": date(2032, 3, 1)},
        {"max_parallel": 0},
        {"max_parallel": 16},
    ],
)
def test_the_database_takes_no_reversed_dates_and_no_flood_of_calls(
    changes: JsonObject,
) -> None:
    person = make_person()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_campaign(person, **changes)


def test_a_single_day_is_a_range() -> None:
    day = date(2032, 3, 1)

    assert make_campaign(date_range_start=day, date_range_end=day).pk


def test_the_newest_is_listed_first() -> None:
    first, second = make_campaign(), make_campaign()

    assert list(Campaign.objects.all()) == [second, first]


def test_it_is_called_by_what_was_asked_or_by_its_service() -> None:
    assert str(Campaign(request="A dentist, please", service="dentist")) == "A dentist, please"
    assert str(Campaign(service="dentist")) == "dentist"


def test_it_lives_by_the_clocks_of_its_place() -> None:
    assert Campaign(timezone="Europe/Berlin").zone == ZoneInfo("Europe/Berlin")
