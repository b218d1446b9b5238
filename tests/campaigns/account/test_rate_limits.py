"""Each person starts so many campaigns and writes so much, each feed is read so often."""

import pytest
from pytest_django.fixtures import Settings

from callpilot.models import User
from campaigns.account import rate_limits
from scheduling.models import Feed
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


def start(person: User) -> float | None:
    return rate_limits.campaign_starts(person).take()


def read(feed: Feed) -> float | None:
    return rate_limits.feed_reads(feed).take()


def test_one_person_who_starts_too_many_waits_and_nobody_else_does(settings: Settings) -> None:
    settings.CAMPAIGN_RATE = "2/hour"
    alice, bob = make_person("alice"), make_person("bob")

    assert [start(alice), start(alice)] == [None, None]
    wait = start(alice)
    assert wait is not None and 0 < wait <= 1.1 * 3600
    assert start(bob) is None


def test_a_feed_that_is_read_too_often_says_for_how_long(settings: Settings) -> None:
    settings.FEED_RATE = "1/minute"
    feed, other = Feed.of(make_person("alice")), Feed.of(make_person("bob"))

    assert read(feed) is None
    wait = read(feed)
    assert wait is not None and 0 < wait <= 1.1 * 60
    assert read(other) is None


def test_starts_feeds_and_what_is_written_are_counted_apart(settings: Settings) -> None:
    settings.CAMPAIGN_RATE = settings.FEED_RATE = settings.DRAFT_RATE = "1/minute"
    alice = make_person("alice")

    assert start(alice) is None and read(Feed.of(alice)) is None
    assert rate_limits.drafting(alice).take() is None
