"""Places over the API: asked back with what may be meant, taken by name or by point."""

import pytest

from callpilot.json_types import JsonObject
from callpilot.models import Profile, User
from campaigns.models import Campaign
from tests.campaigns.clients import Program

pytestmark = pytest.mark.django_db
GRAZ = {"latitude": 47.07, "longitude": 15.44}
FAR_AWAY = {"latitude": 0.5, "longitude": -160.0}


def started(api: Program, location: object) -> Campaign:
    answer = api.send("/api/campaigns", {"service": "dentist", "location": location})
    assert answer.status_code == 202, answer.json()
    return Campaign.objects.get(pk=answer.json()["campaign_id"])


def test_a_place_that_may_be_several_is_asked_back_with_all_that_may_be_meant(
    api: Program, alice: User
) -> None:
    answer = api.send("/api/campaigns", {"service": "dentist", "location": "Springfield"})

    told = answer.json()
    assert answer.status_code == 422 and "Which one" in told["errors"]["location"][0]
    [first, *others] = told["suggestions"]["location"]
    assert first["label"] == "Springfield, Missouri" and first["timezone"] == "America/Chicago"
    assert (first["latitude"], first["longitude"]) == pytest.approx((37.2, -93.3), abs=0.1)
    assert len(others) == 4 and not Campaign.objects.exists()


@pytest.mark.parametrize("text", ["Vinena", "12 Main Street, Springfield", "Springfield, Graz"])
def test_whatever_is_suggested_is_taken_as_it_is_and_by_its_label(
    api: Program, alice: User, text: str
) -> None:
    body = {"service": "dentist", "location": text}
    for each in api.send("/api/campaigns", body).json()["suggestions"]["location"]:
        by_label, as_it_is = started(api, each["label"]), started(api, each)
        for made in (by_label, as_it_is):
            where = made.latitude, made.longitude, made.timezone
            assert where == (each["latitude"], each["longitude"], each["timezone"])
        assert as_it_is.place == each["label"]


def test_a_sentence_asks_back_with_suggestions_too(api: Program, alice: User) -> None:
    answer = api.send("/api/campaigns", {"request": "dentist in Springfield next week"})

    assert answer.status_code == 422
    assert len(answer.json()["suggestions"]["location"]) == 5


def test_a_place_that_nobody_knows_has_nothing_to_choose_from(api: Program, alice: User) -> None:
    answer = api.send("/api/campaigns", {"service": "dentist", "location": "Xyzzyville"})

    assert answer.status_code == 422 and "48.2, 16.37" in answer.json()["errors"]["location"][0]
    assert "suggestions" not in answer.json()


def test_any_point_on_earth_is_a_place_with_a_name_and_zone(api: Program, alice: User) -> None:
    near, called = started(api, GRAZ), started(api, GRAZ | {"label": "Mum's"})
    nowhere = started(api, FAR_AWAY)

    assert near.place == "47.07, 15.44 (near Graz, Austria)" and called.place == "Mum's"
    assert near.timezone == called.timezone == "Europe/Vienna"
    assert nowhere.timezone == "Etc/GMT+11" and not nowhere.remarks


@pytest.mark.parametrize(
    ("location", "field"),
    [
        ({}, "location.latitude"),
        (GRAZ | {"latitude": 91}, "location.latitude"),
        (GRAZ | {"longitude": "15"}, "location.longitude"),
        (GRAZ | {"timezone": "Mars/Base"}, "location.timezone"),
        (GRAZ | {"label": " "}, "location.label"),
        (GRAZ | {"town": "Graz"}, "location.town"),
        (7, "location"),
        (["Graz"], "location"),
        ("", "location"),
        ("G" * 201, "location"),
    ],
)
def test_what_is_no_point_and_no_name_is_refused(
    api: Program, alice: User, location: object, field: str
) -> None:
    answer = api.send("/api/campaigns", {"service": "dentist", "location": location})

    assert answer.status_code == 422 and field in answer.json()["errors"]


def test_a_field_of_a_task_asks_back_and_takes_a_point(api: Program, alice: User) -> None:
    path = f"/api/task/{api.send('/api/task', {}).json()['task_id']}"

    refused = api.change(path, {"location": "Springfield"})
    taken = api.change(path, {"location": GRAZ})

    assert refused.status_code == 422 and len(refused.json()["suggestions"]["location"]) == 5
    assert taken.json()["draft"]["location"]["value"]["timezone"] == "Europe/Vienna"


# --- home


def profile(api: Program) -> JsonObject:
    told: JsonObject = api.get("/api/profile").json()
    return told


def test_a_home_is_given_by_its_name_and_shown_with_its_point_and_zone(
    api: Program, alice: User
) -> None:
    told = api.change("/api/profile", {"home": "Hauptplatz 1, Graz"}).json()

    assert told == profile(api)
    assert told["home"]["label"] == told["home_address"] == "Hauptplatz 1, Graz"
    assert told["home"]["timezone"] == "Europe/Vienna"
    assert told["home"]["latitude"] == pytest.approx(47.07, abs=0.05)


def test_a_home_is_given_by_its_point_and_may_be_sent_back(api: Program, alice: User) -> None:
    api.change("/api/profile", {"home": GRAZ | {"label": "Home in Graz"}})
    told = profile(api)["home"]
    again = api.change("/api/profile", {"home": told}).json()

    assert told == GRAZ | {"label": "Home in Graz", "timezone": "Europe/Vienna"}
    assert again["home"] == told


def test_a_home_that_may_be_several_is_asked_back(api: Program, alice: User) -> None:
    before = profile(api)
    for field in ("home", "home_address"):
        answer = api.change("/api/profile", {field: "Springfield", "insurance": "Delta"})

        assert answer.status_code == 422 and list(answer.json()["errors"]) == [field]
        assert len(answer.json()["suggestions"][field]) == 5
    assert profile(api) == before


@pytest.mark.parametrize("given", [{"home": None}, {"home": ""}, {"home_address": ""}])
def test_a_home_is_taken_back(api: Program, alice: User, given: JsonObject) -> None:
    api.change("/api/profile", {"home": "Graz"})
    answer = api.change("/api/profile", given)

    row = Profile.objects.get(user=alice)
    assert answer.status_code == 200 and profile(api)["home"] is None
    assert (row.latitude, row.longitude, row.home_timezone) == (None, None, "")


def test_a_home_is_given_once(api: Program, alice: User) -> None:
    answer = api.change("/api/profile", {"home": GRAZ, "home_address": "Graz"})

    assert answer.status_code == 422 and "not both" in answer.json()["errors"]["home"][0]


def test_another_field_leaves_the_home_as_it_is(api: Program, alice: User) -> None:
    api.change("/api/profile", {"home": GRAZ | {"label": "Graz"}})
    before = profile(api)["home"]

    assert api.change("/api/profile", {"insurance": "Delta"}).json()["home"] == before
    assert api.change("/api/profile", {"home_address": "Graz"}).json()["home"] == before
