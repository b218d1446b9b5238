"""People, profiles, tokens and keys."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from callpilot.models import ApiToken, IdempotencyKey, Profile, User, digest, validate_zone
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_whoever_signs_up_has_a_profile_at_once() -> None:
    user = User.objects.create_user("new", first_name="Robin", last_name="Lee")

    assert Profile.objects.get(user=user).name == "Robin Lee"


def test_saving_a_person_again_makes_no_second_profile() -> None:
    person = make_person()
    person.first_name = "Other"
    person.save()

    assert Profile.objects.filter(user=person).count() == 1


def test_a_person_is_called_by_name_or_else_by_user_name() -> None:
    assert str(User(username="robin", first_name="Robin", last_name="Lee")) == "Robin Lee"
    assert str(User(username="robin")) == "robin"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "PST8", "../etc/passwd"])
def test_only_time_zones_are_time_zones(zone: str) -> None:
    with pytest.raises(ValidationError):
        validate_zone(zone)


def test_a_known_time_zone_passes() -> None:
    validate_zone("America/Los_Angeles")


def test_two_tokens_of_a_person_are_different_and_both_known_by_digest() -> None:
    person = make_person()
    secrets = [ApiToken.issue(person, "a"), ApiToken.issue(person, "b")]

    assert len(set(secrets)) == 2
    assert {row.digest for row in ApiToken.objects.all()} == {digest(each) for each in secrets}


def test_a_secret_that_is_known_already_stays_with_its_first_owner() -> None:
    first, second = make_person(), make_person()
    ApiToken.issue(first, "a", secret="known-secret")
    ApiToken.issue(second, "b", secret="known-secret")

    assert ApiToken.objects.get().user == first


@pytest.mark.parametrize(("seconds", "expired"), [(-1, True), (60, False)])
def test_a_token_expires_at_its_time(seconds: int, expired: bool) -> None:
    row = ApiToken(expires_at=now() + timedelta(seconds=seconds))

    assert row.expired is expired


def test_a_token_without_an_end_never_expires() -> None:
    assert ApiToken().expired is False


def test_a_key_stands_once_per_person() -> None:
    person = make_person()
    IdempotencyKey.objects.create(user=person, key="k", fingerprint="f")

    with pytest.raises(IntegrityError), transaction.atomic():
        IdempotencyKey.objects.create(user=person, key="k", fingerprint="other")
    IdempotencyKey.objects.create(user=make_person(), key="k", fingerprint="f")


def test_deleting_a_person_takes_profile_tokens_and_keys_along() -> None:
    person = make_person()
    ApiToken.issue(person, "a")
    IdempotencyKey.objects.create(user=person, key="k", fingerprint="f")

    person.delete()

    assert not (Profile.objects.exists() or ApiToken.objects.exists())
    assert not IdempotencyKey.objects.exists()
