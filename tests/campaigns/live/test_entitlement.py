"""Who may still follow a campaign, and how whoever has it open is told that they may not."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from callpilot.models import ApiToken, User
from campaigns.live.entitlement import Right, Watch, holding, watch
from campaigns.models import Campaign
from tests.campaigns.clients import browser_of
from tests.factories import make_campaign, make_person
from tests.sockets import PATIENCE_SECONDS


def by_session(campaign: Campaign) -> Right:
    return Right(campaign.pk, browser_of(campaign.person).session.session_key or "")


def by_token(campaign: Campaign) -> Right:
    ApiToken.issue(campaign.person, "test")
    return Right(campaign.pk, token_id=ApiToken.objects.get(user=campaign.person).pk)


KINDS = [by_session, by_token]


def deactivated(campaign: Campaign) -> None:
    User.objects.filter(pk=campaign.person_id).update(is_active=False)


def given_away(campaign: Campaign) -> None:
    campaign.person = make_person("bob")
    campaign.save()


def deleted(campaign: Campaign) -> None:
    campaign.delete()


@pytest.mark.django_db
@pytest.mark.parametrize("right_of", KINDS)
def test_the_owner_may_follow(right_of: Callable[[Campaign], Right]) -> None:
    assert right_of(make_campaign()).holds()


@pytest.mark.django_db
@pytest.mark.parametrize("right_of", KINDS)
@pytest.mark.parametrize("happens", [deactivated, given_away, deleted])
def test_whoever_is_not_the_active_owner_may_not(
    right_of: Callable[[Campaign], Right], happens: Callable[[Campaign], None]
) -> None:
    campaign = make_campaign()
    right = right_of(campaign)

    happens(campaign)

    assert not right.holds()


@pytest.mark.django_db
def test_a_right_by_nothing_is_none() -> None:
    campaign = make_campaign()
    browser_of(campaign.person)

    assert not Right(campaign.pk).holds()


@pytest.mark.django_db
def test_a_session_of_before_a_change_of_password_may_not() -> None:
    campaign = make_campaign()
    right = by_session(campaign)

    campaign.person.set_password("another-secret-9")
    campaign.person.save()

    assert not right.holds()


@pytest.mark.django_db
@pytest.mark.parametrize("over", ["gone", "expired"])
def test_a_session_that_is_over_may_not(over: str) -> None:
    right = by_session(make_campaign())

    rows = Session.objects.filter(session_key=right.session_key)
    rows.delete() if over == "gone" else rows.update(expire_date=now())

    assert not right.holds()


@pytest.mark.django_db
@pytest.mark.parametrize("over", ["revoked", "expired"])
def test_a_token_that_is_over_may_not(over: str) -> None:
    right = by_token(make_campaign())
    rows = ApiToken.objects.all()
    rows.update(expires_at=now() + timedelta(hours=1))
    assert right.holds()

    rows.delete() if over == "revoked" else rows.update(expires_at=now())

    assert not right.holds()


@pytest.mark.django_db
def test_the_session_and_the_token_of_somebody_else_may_not() -> None:
    mine, theirs = make_campaign(), make_campaign(make_person("bob"))
    session, token = by_session(theirs), by_token(theirs)

    assert not Right(mine.pk, session.session_key).holds()
    assert not Right(mine.pk, token_id=token.token_id).holds()


@pytest.mark.django_db
def test_however_many_they_are_the_database_is_asked_three_times(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    campaigns = [make_campaign(make_person(f"p{number}")) for number in range(5)]
    rights = {right_of(campaign) for campaign in campaigns for right_of in KINDS}
    nobodys = Right(campaigns[0].pk, "0" * 32)

    with django_assert_num_queries(3):
        assert holding(rights | {nobodys}) == rights


@pytest.mark.django_db(transaction=True)
async def test_whoever_has_it_open_is_told_once_when_the_right_ends() -> None:
    mine = await sync_to_async(lambda: by_session(make_campaign()))()
    theirs = await sync_to_async(lambda: by_token(make_campaign(make_person("bob"))))()
    looks, told = Watch(seconds=0.01), []
    ended = asyncio.Event()

    def tell() -> None:
        told.append("mine")
        ended.set()

    with (
        looks.over(mine, tell),
        looks.over(mine, tell),
        looks.over(theirs, lambda: told.append("")),
    ):
        await Session.objects.all().adelete()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await ended.wait()
        assert told == ["mine", "mine"]
    assert looks.open == {} and looks.task is None


@pytest.mark.django_db(transaction=True)
async def test_an_outage_ends_nobodys_page_and_the_next_look_does(
    caplog: pytest.LogCaptureFixture,
) -> None:
    right = await sync_to_async(lambda: by_session(make_campaign()))()
    looks, ended = Watch(seconds=0.01), asyncio.Event()

    def failing(*_: object) -> object:
        raise OSError("the server closed the connection")

    with looks.over(right, ended.set):
        await sync_to_async(lambda: connection.execute_wrappers.append(failing))()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while "may stay open could not be read" not in caplog.text:
                    await asyncio.sleep(0.01)
            assert not ended.is_set()
        finally:
            await sync_to_async(lambda: connection.execute_wrappers.remove(failing))()
        await Session.objects.all().adelete()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await ended.wait()


async def test_all_in_one_loop_share_a_watch_that_looks_every_few_seconds() -> None:
    assert watch() is watch(seconds=60) and watch().seconds == 3.0
