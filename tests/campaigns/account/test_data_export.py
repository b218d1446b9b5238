"""All that is kept about one person: written out whole without secrets, or deleted whole."""

import json

import pytest
from django.db import models

from callpilot.errors import NotPermitted
from callpilot.json_types import JsonObject
from callpilot.models import ApiToken, User
from campaigns.account import data_export
from campaigns.models import Call, Campaign, Contact, Draft, Event, Provider
from scheduling.models import Appointment, CalendarEntry, Hold
from tests.campaigns.answered_calls import with_offers
from tests.factories import make_call, make_campaign, make_person, make_provider

pytestmark = pytest.mark.django_db


def written(person: User) -> JsonObject:
    told: JsonObject = json.loads("".join(data_export.written_out(person)))
    return told


def test_it_is_one_json_object_with_every_table_by_its_name() -> None:
    campaign, offers = with_offers(2)

    told = written(campaign.person)

    assert set(data_export.parts(campaign.person)) <= set(told)
    assert len(told["offers"]) == 2 and len(told["requests"]) == 1
    assert told["person"]["username"] == campaign.person.username
    assert {row["id"] for row in told["offers"]} == {str(offer.pk) for offer in offers}


def test_nothing_that_lets_somebody_act_is_in_it() -> None:
    campaign, _ = with_offers(1)
    secret = ApiToken.issue(campaign.person, "script")
    call = Call.objects.get()

    text = "".join(data_export.written_out(campaign.person))

    row = ApiToken.objects.get()
    for hidden in (secret, row.digest, call.token, call.tool_token, campaign.person.password):
        assert hidden not in text


def test_nothing_of_anybody_else_is_in_it() -> None:
    mine, theirs = make_campaign(request="My own wish"), make_campaign(request="Their wish")

    text = "".join(data_export.written_out(mine.person))

    assert "My own wish" in text and "Their wish" not in text
    assert theirs.person.username not in text


def test_who_has_nothing_gets_empty_lists() -> None:
    told = written(make_person())

    assert told["requests"] == told["calls"] == told["events"] == []


def test_every_model_that_belongs_to_a_person_is_in_the_export() -> None:
    """A table with a person of its own that is not written out would be kept in secret."""
    shown: set[type[models.Model]] = {
        rows.model for rows in data_export.parts(make_person()).values()
    }

    for model in (Campaign, Draft, Contact, Appointment, CalendarEntry, Event, Provider):
        assert model in shown


# --- deleting -----------------------------------------------------------------------------------


def test_deleted_is_the_person_and_all_that_was_theirs() -> None:
    campaign, _ = with_offers(1)
    make_provider(owner=campaign.person)

    data_export.erase(campaign.person)

    for model in (User, Campaign, Call, Event, Appointment, Hold):
        assert not model.objects.exists()
    assert not Provider.objects.exclude(owner=None).exists()


def test_what_is_anybody_elses_stays() -> None:
    mine, theirs = make_campaign(), make_campaign()
    make_call(theirs)

    data_export.erase(mine.person)

    assert list(Campaign.objects.all()) == [theirs] and Call.objects.count() == 1


def test_while_somebody_is_on_the_line_it_waits_and_stops_what_waited() -> None:
    campaign = make_campaign(status="negotiating")
    make_call(campaign, status="in_progress")
    waiting = make_call(campaign)

    with pytest.raises(NotPermitted, match="still being ended"):
        data_export.erase(campaign.person)

    waiting.refresh_from_db()
    assert User.objects.filter(pk=campaign.person_id).exists()
    assert waiting.status == "cancelled"


def test_live_calls_are_counted_for_the_person_alone() -> None:
    mine = make_call(status="ringing")
    make_call(status="ringing")
    make_call(mine.campaign, status="completed")
    assert mine.campaign is not None

    assert data_export.live_calls(mine.campaign.person) == 1
