"""Whom a test call rings."""

import pytest

from callpilot.management.commands.place_test_call import business_at, queued
from campaigns import launch
from campaigns.providers.directories.demo import LISTINGS
from tests.factories import make_person, make_provider

pytestmark = pytest.mark.django_db
ZONE = "America/Los_Angeles"


def test_a_business_that_is_known_is_rung_by_its_name() -> None:
    known = make_provider(phone="+14155550101", source_id="demo:dentist:1")

    assert business_at("+14155550101", "dentist", ZONE) == known


def test_a_stranger_is_one_row_however_often_it_is_rung() -> None:
    first, second = (business_at("+14155550177", "dentist", ZONE) for _ in range(2))

    assert first == second and first.owner is None


def test_a_test_call_leaves_nobody_in_the_address_book() -> None:
    person = make_person()
    queued(person.profile, LISTINGS[0].phone, "dentist", "")
    campaign = launch.create(person, {"service": "dentist"})
    launch.start(campaign.pk)

    names = set(campaign.candidates.values_list("provider__name", flat=True))
    assert LISTINGS[0].name in names
    assert not any(name.startswith("Test call") for name in names)
