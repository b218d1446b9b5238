"""A feed's address is made once, is nobody's to guess, and is written nowhere else."""

import pytest

from scheduling.models import Feed
from scheduling.models.feed import new_token
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_a_person_has_one_feed_from_the_first_time_on() -> None:
    person = make_person()

    assert Feed.of(person) == Feed.of(person)
    assert Feed.of(person).token != Feed.of(make_person()).token


def test_a_token_is_long_and_fits_its_column() -> None:
    tokens = {new_token() for _ in range(20)}

    assert len(tokens) == 20 and all(43 <= len(token) <= 64 for token in tokens)


def test_a_feed_is_named_without_its_token() -> None:
    feed = Feed.of(make_person())

    assert feed.token not in str(feed)
