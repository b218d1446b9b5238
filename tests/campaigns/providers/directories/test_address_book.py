"""No directory: only the person's own book is called."""

import pytest
from pytest_django.fixtures import Settings

from campaigns import launch
from campaigns.models import Campaign
from campaigns.providers import address_book
from tests.factories import make_campaign, make_person

pytestmark = pytest.mark.django_db


def test_only_the_address_book_is_called(settings: Settings) -> None:
    settings.DIRECTORY = "address_book"
    person = make_person()
    address_book.add(person, "Vale Dental", "+14155550101", "dentist")
    campaign = make_campaign(person)

    launch.start(campaign.pk)

    assert [call.to_number for call in campaign.calls.all()] == ["+14155550101"]


def test_who_has_nobody_in_it_is_told_so(settings: Settings) -> None:
    settings.DIRECTORY = "address_book"
    campaign = make_campaign(make_person())

    launch.start(campaign.pk)

    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.FAILED
    assert campaign.reason == "No dentist was found near San Francisco."
