"""Settings: what is saved takes effect, what is wrong is told and nothing is saved."""

import pytest
from django.test import Client

from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.models import Preferences
from campaigns.offers import weights

pytestmark = pytest.mark.django_db
POINTS = {"earliest_weight": 10, "rating_weight": 70, "distance_weight": 20, "preference_weight": 0}


def test_saved_weights_are_parts_of_one(client: Client, person: User) -> None:
    answer = client.post("/settings/preferences/", POINTS | {"max_distance_km": "12.5"})

    row = Preferences.of(person)
    assert answer.status_code == 302 and row.max_distance_km == 12.5
    assert list(row.weights.values()) == [0.1, 0.7, 0.2, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"earliest_weight": "-1"},
        {"rating_weight": "101"},
        {"distance_weight": "much"},
        {"preference_weight": ""},
        {"max_distance_km": "0"},
        dict.fromkeys(POINTS, 0),
    ],
)
def test_wrong_weights_are_told_and_nothing_is_saved(
    client: Client, person: User, wrong: JsonObject
) -> None:
    answer = client.post("/settings/preferences/", POINTS | wrong)

    assert answer.status_code == 422 and b'role="alert"' in answer.content
    assert list(Preferences.of(person).weights.values()) == [0.5, 0.25, 0.2, 0.05]


def test_the_page_shows_whole_points_that_make_a_hundred(client: Client, person: User) -> None:
    page = client.get("/settings/preferences/").content.decode()

    assert "50 / 25 / 20 / 5 = 100" in page and 'name="earliest_weight"' in page


@pytest.mark.parametrize("chosen", [(1, 1, 1, 0), (1, 1, 1, 1), (1e9, 1, 0, 0), (3, 7, 11, 13)])
def test_points_always_make_a_hundred(chosen: tuple[float, ...]) -> None:
    assert sum(weights.points(dict(zip(POINTS, chosen, strict=True))).values()) == 100


def test_the_example_is_ranked_by_what_is_tried(client: Client, person: User) -> None:
    soon = client.get("/settings/preferences/example/", POINTS | {"earliest_weight": 100})
    near = client.get(
        "/settings/preferences/example/", dict.fromkeys(POINTS, 0) | {"distance_weight": 1}
    )

    assert soon.content.index(b"first one free") < soon.content.index(b"around the corner")
    assert near.content.index(b"around the corner") < near.content.index(b"first one free")


def test_an_example_without_any_weight_says_so(client: Client, person: User) -> None:
    answer = client.get("/settings/preferences/example/", dict.fromkeys(POINTS, 0))

    assert answer.status_code == 422 and b"above zero" in answer.content


def test_ways_and_quiet_hours_are_saved(client: Client, person: User) -> None:
    client.post(
        "/settings/notifications/",
        {
            "booked_browser": "on",
            "quiet_from": "22:00",
            "quiet_until": "07:00",
            "announcements": "all",
        },
    )

    row = Preferences.of(person)
    assert not row.tells("booked", "email") and row.tells("booked", "browser")
    assert row.quiet_from is not None
    assert (row.quiet_from.hour, row.announcements, row.shortcuts) == (22, "all", False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_from": "22:00"},
        {"quiet_until": "07:00"},
        {"quiet_from": "22:00", "quiet_until": "22:00"},
        {"quiet_from": "night", "quiet_until": "07:00"},
        {"announcements": "loud"},
    ],
)
def test_half_quiet_hours_are_told(client: Client, person: User, wrong: JsonObject) -> None:
    answer = client.post("/settings/notifications/", {"announcements": "key"} | wrong)

    assert answer.status_code == 422 and Preferences.of(person).quiet_from is None


@pytest.mark.parametrize("page", ["preferences", "preferences/example", "notifications"])
def test_settings_are_for_who_is_signed_in(client: Client, page: str) -> None:
    assert client.get(f"/settings/{page}/").status_code == 302


def test_no_box_stands_where_nothing_would_be_sent(client: Client, person: User) -> None:
    page = client.get("/settings/notifications/").content.decode()

    for event in ("booked", "not_booked", "offers_ready", "failed"):
        assert f'name="{event}_email"' in page
    for event in ("offers_ready", "not_booked"):
        assert f'name="{event}_browser"' not in page
    for event in ("offer", "needs_you"):
        assert f'name="{event}_browser"' in page
        assert f'name="{event}_email"' not in page
