"""A request while it is being understood: whose it is, whether it is open, whether it is empty."""

import pytest
from django.db import IntegrityError, transaction

from callpilot.json_types import JsonObject
from campaigns.models import Draft
from tests.factories import make_campaign, make_person

pytestmark = pytest.mark.django_db


def entry(value: object, source: str) -> JsonObject:
    return {"value": value, "source": source, "sure": True}


def test_other_peoples_drafts_do_not_exist() -> None:
    mine = Draft.objects.create(person=make_person())
    Draft.objects.create(person=make_person())

    assert list(Draft.objects.of(mine.person)) == [mine]


def test_a_draft_is_open_until_it_has_its_campaign() -> None:
    campaign = make_campaign()
    Draft.objects.create(person=campaign.person, campaign=campaign)
    waiting = Draft.objects.create(person=campaign.person)

    assert list(Draft.objects.open()) == [waiting]


def test_of_one_campaign_there_is_one_draft() -> None:
    campaign = make_campaign()
    Draft.objects.create(person=campaign.person, campaign=campaign)

    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(person=campaign.person, campaign=campaign)


def test_a_field_nobody_spoke_of_holds_nothing() -> None:
    draft = Draft(fields={"service": entry("dentist", "message")})

    assert (draft.value("service"), draft.value("place")) == ("dentist", None)


@pytest.mark.parametrize(
    "source,empty", [("message", False), ("form", False), ("profile", True), ("assumed", True)]
)
def test_what_we_knew_before_is_nothing_the_person_said(source: str, empty: bool) -> None:
    assert Draft(fields={"service": entry("dentist", source)}).empty is empty


def test_a_message_of_the_person_is_something_and_one_of_ours_is_not() -> None:
    assert not Draft(messages=[{"who": "person", "text": "Hello"}]).empty
    assert Draft(messages=[{"who": "callpilot", "text": "Hello"}]).empty


def test_a_draft_is_called_by_its_service() -> None:
    draft = Draft(fields={"service": entry("vet", "form")})

    assert str(draft) == "vet" and str(Draft()) != ""
