"""Where a text means: found, asked back with what it may be, or unknown; never another town."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaigns.providers.geocoders.base import Located
from campaigns.providers.geocoders.offline import OfflineGeocoder
from campaigns.providers.geocoders.town_table import open_table
from scheduling.distances.base import Point

AUSTIN, BERLIN, BOSTON = Point(30.27, -97.74), Point(52.52, 13.4), Point(42.36, -71.06)
ALL_TOWNS = 93_000


def located(text: str, near: Point | None = None) -> Located:
    return OfflineGeocoder().locate(text, near)


def name(text: str, near: Point | None = None) -> str:
    place = located(text, near).place
    return place.name if place else ""


def suggested(text: str, near: Point | None = None) -> list[str]:
    return [place.name for place in located(text, near).suggestions]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("San Francisco", "San Francisco, California"),
        ("sf", "San Francisco, California"),
        ("Oakland, CA", "Oakland, California"),
        ("Mill Valley", "Mill Valley, California"),
        ("NYC", "New York City, New York"),
        ("New York, NY", "New York City, New York"),
        ("Springfield, IL", "Springfield, Illinois"),
        ("springfield illinois", "Springfield, Illinois"),
        ("Paris", "Paris, France"),
        ("Paris, Texas", "Paris, Texas"),
        ("paris tx usa", "Paris, Texas"),
        ("Portland, Maine", "Portland, Maine"),
        ("St. Louis", "St. Louis, Missouri"),
        ("Washington, D.C.", "Washington, District of Columbia"),
        ("Vienna", "Vienna, Austria"),
        ("wien", "Vienna, Austria"),
        ("Vienna, VA", "Vienna, Virginia"),
        ("MÜNCHEN", "Munich, Germany"),
        ("Muenchen", "Munich, Germany"),
        ("lodz", "Łódź, Poland"),
        ("Münster", "Münster, Nordrhein-Westfalen, Germany"),
        ("Den Haag", "The Hague, The Netherlands"),
        ("The Hague", "The Hague, The Netherlands"),
        ("London, Ontario", "London, Canada"),
        ("Halifax, Nova Scotia, Canada", "Halifax, Canada"),
        ("Krems an der Donau", "Krems an der Donau, Austria"),
        ("東京", "Tokyo, Japan"),
        ("Москва", "Moscow, Russia"),
        ("near downtown Seattle", "Seattle, Washington"),
        ("the city of Boston", "Boston, Massachusetts"),
        ("Vienna city center", "Vienna, Austria"),
        ("94105", "San Francisco, California 94105"),
        ("94105-1234", "San Francisco, California 94105"),
        ("Springfield, IL 62701", "Springfield, Illinois 62701"),
    ],
)
def test_a_town_is_found_however_it_is_written(text: str, found: str) -> None:
    result = located(text)

    assert (result.place and result.place.name, result.left_out) == (found, "")


@pytest.mark.parametrize(
    ("text", "found", "street"),
    [
        ("12 Main Street, Springfield, IL", "Springfield, Illinois", "12 Main Street"),
        ("12 Main St Springfield IL 62701", "Springfield, Illinois 62701", "12 Main St"),
        ("12 Main Street in Springfield, Illinois", "Springfield, Illinois", "12 Main Street"),
        ("Union Square, New York", "New York City, New York", "Union Square"),
        ("Rue de Rivoli 12, 75001 Paris", "Paris, France", "Rue de Rivoli 12, 75001"),
        ("Hauptstraße 5, 80331 München", "Munich, Germany", "Hauptstraße 5, 80331"),
        ("SW1A 1AA London", "London, United Kingdom", "SW1A 1AA"),
        ("Schloss Nirgendwo, Graz", "Graz, Austria", "Schloss Nirgendwo"),
    ],
)  # fmt: skip
def test_an_address_is_the_middle_of_its_town_and_says_so(
    text: str, found: str, street: str
) -> None:
    result = located(text)

    assert (result.place and result.place.name, result.left_out) == (found, street)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Springfield", "Springfield, Missouri"),
        ("Portland", "Portland, Oregon"),
        ("12 Main Street, Springfield", "12 Main Street, Springfield, Missouri"),
        ("Springfield, Ontario", "Springfield, Missouri"),  # for Ontario has none
        ("Springfield, Graz", "Graz, Austria"),
        ("Nowhereville, New York", "Nowhereville, New York City, New York"),  # or in the state
        ("Springfield, IL 94105", "Springfield, Illinois"),  # whose postcode is another's
        ("Springfeild, IL", "Springfield, Illinois"),
        ("Vinena", "Vienna, Austria"),
        ("Texark", "Texarkana, Texas"),
        ("Texas", "Houston, Texas"),
        ("Austria", "Vienna, Austria"),
    ],
)
def test_what_may_be_several_is_asked_back_and_never_guessed(text: str, first: str) -> None:
    result = located(text)

    assert result.place is None and result.suggestions[0].name == first


@pytest.mark.parametrize(
    "text", ["", " ", "?!", "Xyzzyville", "nowhere at all", "x", "00000", "99999999", "word " * 40]
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert located(text) == Located()


def test_what_it_means_depends_on_where_somebody_lives() -> None:
    assert name("Cambridge", BOSTON) == "Cambridge, Massachusetts"
    assert name("Cambridge") == ""
    assert suggested("Paris", AUSTIN)[:2] == ["Paris, France", "Paris, Texas"]


def test_what_is_suggested_keeps_the_whole_street() -> None:
    for street in ("12 Main Street", "Main Street 12"):
        assert suggested(f"{street}, Springfield")[0] == f"{street}, Springfield, Missouri"


def test_five_figures_are_an_american_postcode_for_americans_alone() -> None:
    assert name("10115", AUSTIN) == "New York City, New York 10115"
    assert suggested("10115", BERLIN) == ["New York City, New York 10115"]
    assert name("10115 Berlin", BERLIN) == "Berlin, Germany"


def test_a_name_of_several_is_named_and_a_misspelled_one_is_not() -> None:
    assert located("Springfield").named and located("Main Street, Springfield").named
    assert not located("Springfeild").named and not located("Springfield, Graz").named


# --- whatever is asked

WORDS = st.sampled_from(
    ["Springfield", "Wien", "IL", "12", "Main", "Street", "94105", "Ontario", "in", "near", "the",
     "San", "José", "New", "York", ",", "(", "Frankfurt", "Oder", "1010", "D.C.", "Texas"]
)  # fmt: skip
TEXTS = st.text(max_size=220) | st.lists(WORDS, max_size=12).map(" ".join)


@given(TEXTS, st.sampled_from([None, AUSTIN, BERLIN, Point(90.0, 180.0)]))
@example("\ud800 Wien\x00", None)
@example("' OR 1=1 --", None)
def test_any_text_has_an_answer_and_each_suggestion_is_one_place(
    text: str, near: Point | None
) -> None:
    result = located(text, near)

    assert result.place is None or not result.suggestions
    assert len(set(result.suggestions)) == len(result.suggestions) <= 5
    for suggestion in result.suggestions:
        place = located(suggestion.name, near).place
        assert place is not None and place.timezone == suggestion.timezone, suggestion
        assert (place.latitude, place.longitude) == (suggestion.latitude, suggestion.longitude)


@given(st.integers(0, ALL_TOWNS), st.sampled_from([None, AUSTIN, BERLIN]))
@settings(max_examples=300)
def test_what_a_town_is_called_by_us_is_that_town(number: int, near: Point | None) -> None:
    with open_table() as table:
        [town] = table._towns("WHERE town.id = ?", number)

    place = located(town.label, near).place

    assert place is not None and place.name == town.label
    assert (place.latitude, place.longitude) == (town.point.latitude, town.point.longitude)
    assert place.timezone == town.timezone


def test_a_point_is_called_after_the_town_nearby_and_has_its_own_zone() -> None:
    here = OfflineGeocoder().describe(Point(48.2, 16.37))
    away = OfflineGeocoder().describe(Point(0.5, -160.0))

    assert (here.name, here.timezone) == ("48.2, 16.37 (near Vienna, Austria)", "Europe/Vienna")
    assert (away.name, away.timezone) == ("0.5, -160.0", "Etc/GMT+11")
