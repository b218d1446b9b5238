"""Where is that? Home, points, streets of San Francisco, and any town on earth."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from callpilot.errors import BadInput, VendorError
from callpilot.models import Profile
from campaigns.providers import gazetteer
from campaigns.providers.geocoders.base import Located, Place, geocoders
from scheduling.distances.base import Point

NEW_YORKER = Profile(latitude=40.71, longitude=-74.0, home_address="", timezone="America/New_York")
SAN_FRANCISCAN = Profile(latitude=37.76, longitude=-122.42, timezone="America/Los_Angeles")


def name(text: str, person: Profile | None = None) -> str:
    place = gazetteer.find(text, person).place
    return place.name if place else ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("San Francisco", "San Francisco, California"),
        ("sf, ca", "San Francisco, California"),
        ("near Market St", "Market Street, San Francisco"),
        ("1 Market St, San Francisco, CA 94105", "Market Street, San Francisco"),
        ("Market Street, Oakland", "Oakland, California"),
        ("the Haight", "Haight, San Francisco"),
        ("NYC", "New York City, New York"),
        ("South San Francisco", "South San Francisco, California"),
        ("near Münster", "Münster, Nordrhein-Westfalen, Germany"),
        ("in paris, texas", "Paris, Texas"),
        ("94105", "San Francisco, California 94105"),
    ],
)
def test_a_place_is_found(text: str, found: str) -> None:
    assert name(text) == found


@pytest.mark.parametrize("text", ["", "Xyzzyville", "home", "me", "Marketing", "x" * 200, "near"])
def test_what_is_no_place_is_none(text: str) -> None:
    assert gazetteer.find(text).place is None


# --- home


def test_home_is_where_the_profile_says() -> None:
    found = gazetteer.find("near home", NEW_YORKER)

    assert found.place == Place("home", 40.71, -74.0, "America/New_York")


def test_home_has_the_zone_of_its_place_whatever_the_persons_clock() -> None:
    abroad = Profile(latitude=48.2, longitude=16.4, home_timezone="Europe/Vienna")

    assert gazetteer.home(abroad) == Place("home", 48.2, 16.4, "Europe/Vienna")


# --- streets of San Francisco


def test_a_street_without_a_town_is_not_ours_for_who_lives_elsewhere() -> None:
    assert name("Market Street", NEW_YORKER) == ""
    assert name("Market Street, San Francisco", NEW_YORKER) == "Market Street, San Francisco"
    assert name("Market Street", SAN_FRANCISCAN) == "Market Street, San Francisco"


@pytest.mark.parametrize("text", ["Market Street, Springfield, IL", "Union Street, Seattle, WA"])
def test_a_street_of_another_town_is_not_ours(text: str) -> None:
    found = gazetteer.find(text, SAN_FRANCISCAN)

    assert found.place is not None and found.left_out == text.partition(",")[0]
    assert "San Francisco" not in found.place.name


def test_every_part_of_the_town_lies_in_it() -> None:
    for place in gazetteer._PARTS.values():
        assert place.timezone == "America/Los_Angeles"
        assert abs(place.latitude - 37.77) < 0.1 and abs(place.longitude + 122.44) < 0.1


def test_every_well_known_town_is_found_or_asked_back() -> None:
    assert len(gazetteer._TOWNS) > 60
    for town in gazetteer._TOWNS:
        assert gazetteer.find(town).named, town


# --- points


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("48.2, 16.37", 48.2, 16.37),
        ("near 48.2 16.37", 48.2, 16.37),
        ("-33.87,151.21", -33.87, 151.21),
        ("40.7N 74W", 40.7, -74.0),
        ("16.37° E, 48.2° N", 48.2, 16.37),
        ("33.87s, 151.21e", -33.87, 151.21),
    ],
)
def test_a_point_is_taken_as_it_is(text: str, latitude: float, longitude: float) -> None:
    found = gazetteer.find(text)

    assert found.place is not None and found.named
    assert (found.place.latitude, found.place.longitude) == (latitude, longitude)


@pytest.mark.parametrize("text", ["91.0, 16.0", "48.2, 181.0", "5, 10", "48.2, 16.37, 3.0", "10 N"])
def test_what_only_looks_like_a_point_is_none(text: str) -> None:
    assert gazetteer.find(text).place is None


def test_a_point_has_the_zone_of_its_own_and_keeps_its_name() -> None:
    found = gazetteer.find("48.2, 16.37").place

    assert found == Place("48.2, 16.37 (near Vienna, Austria)", 48.2, 16.37, "Europe/Vienna")
    assert found and gazetteer.find(found.name).place == found


# --- in a sentence


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Oakland dentist tomorrow", "Oakland, California"),
        ("Oakland Park dentist", "Oakland Park, Florida"),  # not in Oakland
        ("a vet, Boston", "Boston, Massachusetts"),
        ("Market Street please", "Market Street, San Francisco"),
        ("Portland Maine vet", "Portland, Maine"),
    ],
)
def test_a_few_places_need_no_word_that_leads_to_them(sentence: str, found: str) -> None:
    said = gazetteer.mentioned(sentence)

    assert said is not None and said[1].place is not None and said[1].place.name == found


def test_no_other_is_taken_from_the_middle_of_a_sentence() -> None:
    assert gazetteer.mentioned("a nice haircut, reading glasses, orange car") is None


# --- asked back


def test_a_fields_text_is_a_place_or_says_what_to_choose_from() -> None:
    with pytest.raises(BadInput) as several:
        gazetteer.found("place", "Springfield")
    with pytest.raises(BadInput) as unknown:
        gazetteer.found("place", "Xyzzyville")

    assert "several places called “Springfield”" in several.value.errors["place"][0]
    assert "Springfield, Illinois" in [p["label"] for p in several.value.suggestions["place"]]
    assert "Springfield, Illinois" in str(several.value)
    assert "48.2, 16.37" in unknown.value.errors["place"][0] and not unknown.value.suggestions


def test_the_middle_of_a_town_is_said_to_be_that() -> None:
    assert gazetteer.remark("", "Graz") == ""
    assert "“Hauptplatz 1”" in gazetteer.remark("Hauptplatz 1", "Graz")


@given(st.text(max_size=120), st.sampled_from([None, NEW_YORKER, SAN_FRANCISCAN, Profile()]))
def test_any_text_has_an_answer(text: str, person: Profile | None) -> None:
    found = gazetteer.find(text, person)

    assert found.place is None or ZoneInfo(found.place.timezone)
    assert gazetteer.question(text, found)
    gazetteer.mentioned(text, person)


# --- another geocoder


class Down:
    """A vendor that does not answer."""

    def locate(self, text: str, near: Point | None = None) -> Located:
        raise VendorError("No answer.")

    def describe(self, point: Point) -> Place:
        raise VendorError("No answer.")


def test_a_vendor_that_is_down_is_replaced_by_the_table(settings: Settings) -> None:
    settings.GEOCODER = "down"
    with geocoders.registered("down", Down()):
        assert name("Paris, Texas") == "Paris, Texas"
        assert name("48.2, 16.37").startswith("48.2, 16.37 (near")
