"""What people tell us of themselves: kept whole and in full form, or not at all."""

import pytest

from callpilot.errors import BadInput
from callpilot.models import Profile
from campaigns.account import profile
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def save(row: Profile, **changes: str) -> Profile:
    told = {
        "name": "Kim", "phone": "", "home_address": "", "timezone": "Europe/Berlin",
        "language": "en", "insurance": "",
    }  # fmt: skip
    profile.save(row, told | changes)
    return Profile.objects.get(pk=row.pk)


def test_a_number_is_kept_in_its_full_form() -> None:
    assert save(make_person().profile, phone="(415) 555-0123").phone == "+14155550123"


def test_a_home_gets_its_place_on_the_map() -> None:
    row = save(make_person().profile, home_address="Market Street, San Francisco")

    assert row.latitude == pytest.approx(37.78, abs=0.1)
    assert row.longitude == pytest.approx(-122.41, abs=0.1)


def test_a_home_has_the_zone_of_its_place_whatever_the_persons_clock() -> None:
    row = save(make_person().profile, home_address="Hauptplatz 1, Graz", timezone="Asia/Tokyo")

    assert (row.home_timezone, row.timezone) == ("Europe/Vienna", "Asia/Tokyo")
    assert save(row, home_address="").home_timezone == ""


def test_a_home_that_may_be_several_is_asked_back_and_nothing_is_kept() -> None:
    row = make_person().profile

    with pytest.raises(BadInput) as refused:
        save(row, name="New", home_address="12 Main Street, Springfield")

    [first, *others] = refused.value.suggestions["home_address"]
    assert first["label"] == "12 Main Street, Springfield, Missouri" and len(others) == 4
    assert Profile.objects.get(pk=row.pk).name == "Alex Example"
    assert save(row, home_address=first["label"]).latitude == first["latitude"]


def test_without_a_home_there_is_no_place() -> None:
    row = save(make_person().profile, home_address="")

    assert row.latitude is row.longitude is None


def test_what_is_wrong_is_told_field_by_field_and_nothing_is_kept() -> None:
    row = make_person().profile

    with pytest.raises(BadInput) as refused:
        save(row, name="New", phone="12", home_address="Nowhere at all 99999")

    assert set(refused.value.errors) == {"phone", "home_address"}
    assert Profile.objects.get(pk=row.pk).name == "Alex Example"


def test_a_home_that_stays_the_same_keeps_its_place() -> None:
    home = "1 Market St, San Francisco"
    person = make_person(home_address=home, latitude=1.0, longitude=2.0)

    kept = save(Profile.objects.get(user=person), home_address=home)

    assert (kept.latitude, kept.longitude) == (1.0, 2.0)
