"""Providers as one person knows them: nothing of anybody else's."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.models import Candidate, Contact, Provider, Suppression
from campaigns.providers import address_book, listing
from tests.factories import make_call, make_campaign, make_offer, make_person, make_provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return User.objects.get(pk=make_person("alice").pk)  # with the profile as it is


def met(person: User, **changes: object) -> Provider:
    provider = make_provider(**changes)
    Candidate.objects.create(campaign=make_campaign(person), provider=provider, position=0)
    return provider


def names(person: User, tab: str) -> list[str]:
    return [provider.name for provider in listing.tab(person, tab)]


def test_each_tab_shows_its_own(alice: User) -> None:
    address_book.add(alice, "Mine", "+14155550177", "dentist")
    met(alice, name="Found")
    starred, never = met(alice, name="Starred"), met(alice, name="Never")
    Contact.objects.create(person=alice, provider=starred, favourite=True)
    Contact.objects.create(person=alice, provider=never, standing="never")
    Suppression.objects.create(phone=met(alice, name="Opted out").phone, source="callee")

    assert names(alice, "mine") == ["Mine", "Starred"]
    assert names(alice, "found") == ["Found", "Never", "Opted out", "Starred"]
    assert names(alice, "blocked") == ["Never", "Opted out"]


def test_nobody_sees_whom_others_have_met(alice: User) -> None:
    bob = make_person("bob")
    met(alice)
    address_book.add(alice, "Hers", "+14155550177", "dentist")

    assert [names(bob, tab) for tab in listing.TABS] == [[], [], []]


def test_a_line_tells_the_last_result_the_distance_and_the_town(alice: User) -> None:
    provider = met(alice, address="5 Market St, San Francisco")
    for outcome in ("no_slots", "offer"):
        make_call(make_campaign(alice), provider=provider, status="completed", outcome=outcome)

    [row] = listing.rows(alice, [provider])

    assert (row.last_result, row.city, row.service) == ("offer", "San Francisco", "Dentist")
    assert row.km is not None and row.km < 2 and not row.barred


def test_a_line_costs_the_same_however_many_there_are(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    providers = [met(alice) for _ in range(5)]

    with django_assert_num_queries(4):  # one of them the profile
        listing.rows(alice, providers)


def test_distance_is_unknown_without_a_home() -> None:
    stranger = make_person(latitude=None, longitude=None)

    assert listing.rows(stranger, [make_provider()])[0].km is None


def test_a_provider_is_shown_with_ones_own_calls_and_offers_alone(alice: User) -> None:
    provider = met(alice)
    mine = make_call(make_campaign(alice), provider=provider, status="completed")
    others = make_call(make_campaign(), provider=provider, status="completed")
    make_offer(mine), make_offer(others)

    known = listing.known(alice, provider)

    assert known.calls == [mine] and len(known.offers) == 1 and known.callable


def test_who_asked_not_to_be_called_is_not_callable_and_the_call_is_told_to_whose_it_was(
    alice: User,
) -> None:
    provider = met(alice)
    call = make_call(make_campaign(alice), provider=provider, status="completed")
    Suppression.objects.create(phone=provider.phone, source="callee", call=call)

    hers, theirs = listing.known(alice, provider), listing.known(make_person(), provider)

    assert not hers.callable and hers.opted_out_call == call
    assert not theirs.callable and theirs.opted_out_at and theirs.opted_out_call is None


def test_a_rest_of_a_day_is_no_opting_out(alice: User) -> None:
    provider = met(alice)
    Suppression.objects.create(
        phone=provider.phone, source="cool_down", lapses_at=now() + timedelta(days=1)
    )

    assert listing.known(alice, provider).callable


@pytest.mark.parametrize("changes", [{"phone": ""}, {"number_wrong": True}])
def test_without_a_number_nobody_is_callable(alice: User, changes: JsonObject) -> None:
    assert not listing.known(alice, met(alice, **changes)).callable


def test_a_week_begins_today_and_unknown_hours_are_no_week() -> None:
    provider = make_provider()
    week = listing.week(provider)

    assert len(week) == 7 and week[0][0] == now().astimezone(provider.zone).date()
    assert sum(bool(spans) for _day, spans in week) == 5
    assert listing.week(make_provider(opening_hours={})) == []


def test_the_source_says_who_says_so(alice: User) -> None:
    mine = address_book.add(alice, "Mine", "+14155550177", "dentist").provider

    assert listing.source_of(mine) == "Your own entry"
    assert listing.source_of(make_provider(source_id="demo:1")) == "Demo data"


def test_a_rehearsal_is_nothing_that_happened_with_the_provider(alice: User) -> None:
    provider = met(alice)
    call = make_call(make_campaign(alice, rehearsal=True), provider=provider, status="completed")
    make_offer(call)

    known = listing.known(alice, provider)

    assert (known.calls, known.offers, known.row.last_call) == ([], [], None)
