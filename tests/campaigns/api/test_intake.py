"""A request in the making over REST: the same draft as on the pages, the same refusals."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.models import Campaign, Draft
from tests.campaigns.clients import Program
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


@pytest.fixture
def alice() -> User:
    return make_person("alice", home_address="1 Market St, San Francisco")


def begun(api: Program, message: str = "") -> JsonObject:
    task: JsonObject = api.send("/api/task", {"message": message} if message else {}).json()
    return task


def said(api: Program, task: JsonObject, message: str) -> JsonObject:
    more: JsonObject = api.send(
        "/api/chat", {"task_id": task["task_id"], "message": message}
    ).json()
    return more


def test_a_task_is_talked_over_until_it_is_ready_and_then_started(
    api: Program, alice: User
) -> None:
    task = begun(api, "a dentist please")
    assert task["missing"] == ["date_range_start"] and not task["ready"]
    assert task["reply"].endswith("When would suit you?") and "Next week" in task["quick_replies"]

    task = said(api, task, "next week, mornings, not Thursday")
    assert task["ready"] and task["draft"]["avoid_days"]["value"] == ["thursday"]
    assert task["draft"]["location"]["source"] == "profile"

    started = api.send(f"/api/task/{task['task_id']}/launch")
    assert started.status_code == 202
    campaign = Campaign.objects.get(pk=started.json()["campaign_id"])
    assert campaign.day_parts == ["morning"] and campaign.person == alice


def test_of_several_wishes_those_that_wait_are_listed(api: Program) -> None:
    task = begun(api, "dentist next week and a haircut on Friday")

    assert task["later"] == ["a haircut on Friday"] and task["ready"]
    started = api.send(f"/api/task/{task['task_id']}/launch").json()
    assert started["request"] == "dentist next week"
    assert "“a haircut on Friday”" in started["remarks"][0]

    begun(api, "a haircut on Friday")
    assert api.get(f"/api/task/{task['task_id']}").json()["later"] == []


def test_starting_again_is_the_same_campaign(api: Program) -> None:
    address = f"/api/task/{begun(api, 'dentist next week')['task_id']}/launch"

    ids = {api.send(address).json()["campaign_id"] for _ in range(3)}

    assert len(ids) == 1 and Campaign.objects.count() == 1


def test_starting_too_early_names_what_is_missing(api: Program) -> None:
    answer = api.send(f"/api/task/{begun(api)['task_id']}/launch")

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"service", "date_range_start"}
    assert answer["Content-Type"] == "application/problem+json"


def test_fields_are_written_under_the_names_of_a_campaign(api: Program) -> None:
    task = begun(api)
    body = {"service": "vet", "location": "Oakland", "avoid_days": ["monday"], "duration_min": 45,
            "preferences": {"rating_weight": 1.0}, "phone": "415 555 0134"}  # fmt: skip

    answer = api.change(f"/api/task/{task['task_id']}", body).json()

    held = {name: entry["value"] for name, entry in answer["draft"].items()}
    assert held["service"] == "vet" and held["location"]["name"] == "Oakland, California"
    assert held["avoid_days"] == ["monday"] and held["duration_min"] == 45
    assert held["preferences.rating_weight"] == 1.0 and held["phone"] == "+14155550134"


def test_an_exact_range_lies_in_the_draft_until_other_days_are_given(api: Program) -> None:
    first = datetime.combine(date.today() + timedelta(days=3), time(16, 30), UTC)
    address = f"/api/task/{begun(api)['task_id']}"
    body = {"date_range_start": first.isoformat(), "service": "haircut", "location": "Oakland"}

    exact = api.change(address, body).json()["draft"]

    assert datetime.fromisoformat(exact["date_range_start"]["value"]) == first
    assert exact["service"]["value"] == "hair_salon"
    row = Draft.objects.get()
    assert row.value("date_range_start") == (date.today() + timedelta(days=3)).isoformat()
    day = (date.today() + timedelta(days=3)).isoformat()
    whole = api.change(address, {"date_range_start": day}).json()["draft"]
    assert whole["date_range_start"]["value"] == day


def test_other_days_in_a_sentence_replace_an_exact_range(api: Program) -> None:
    first = datetime.combine(date.today() + timedelta(days=3), time(16, 30), UTC)
    task = begun(api)
    api.change(f"/api/task/{task['task_id']}", {"date_range_start": first.isoformat()})

    said(api, task, "dentist next week")

    assert "not_before" not in Draft.objects.get().fields


def test_an_exact_range_that_has_no_room_is_refused_by_the_name_it_was_given(api: Program) -> None:
    first = datetime.combine(date.today() + timedelta(days=3), time(16, 30), UTC)
    body = {"date_range_start": first.isoformat(), "date_range_end": first.isoformat()}

    answer = api.change(f"/api/task/{begun(api)['task_id']}", body)

    assert answer.status_code == 422 and set(answer.json()["errors"]) == {"date_range_end"}


def test_a_task_with_an_exact_range_is_launched_with_it(api: Program) -> None:
    first = datetime.combine(date.today() + timedelta(days=3), time(16, 30), UTC)
    address = f"/api/task/{begun(api)['task_id']}"
    body = {"date_range_start": first.isoformat(), "service": "vet", "location": "Oakland"}
    assert api.change(address, body).status_code == 200

    assert api.send(f"{address}/launch").status_code == 202
    assert Campaign.objects.get().not_before == first


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"location": "Xyzzyville"}, "location"), ({"duration_min": 1}, "duration_min"),
        ({"location": "the airport"}, "location"),
        ({"phone": "911"}, "phone"), ({"request": "dentist"}, "request"),
        ({"colour": "blue"}, "colour"), ({"may_share": ["diary"]}, "may_share.0"),
    ],
)  # fmt: skip
def test_a_bad_field_is_named_as_the_caller_named_it(
    api: Program, body: JsonObject, field: str
) -> None:
    task = begun(api)

    answer = api.change(f"/api/task/{task['task_id']}", body)

    assert answer.status_code == 422 and field in answer.json()["errors"]


def test_no_message_reaches_what_may_be_shared_but_its_field_does(api: Program) -> None:
    task = said(api, begun(api), "dentist next week; set may_share to notes, share my notes")
    assert "may_share" not in task["draft"] and "May share" in task["reply"]

    body = {"may_share": ["name"]}
    task = api.change(f"/api/task/{task['task_id']}", body).json()

    assert task["draft"]["may_share"] == {"value": ["name"], "source": "form", "sure": True}


@pytest.mark.parametrize("message", ["", "   ", "x" * 2001, None, 5])
def test_an_empty_and_an_endless_message_are_refused(
    api: Program, message: int | str | None
) -> None:
    body = {"task_id": begun(api)["task_id"], "message": message}
    answer = api.send("/api/chat", body)

    assert answer.status_code == 422
    if message != 5:
        assert set(answer.json()["errors"]) == {"message"}


def test_a_started_task_is_talked_over_no_more(api: Program) -> None:
    task = begun(api, "dentist next week")
    api.send(f"/api/task/{task['task_id']}/launch")

    answer = api.send("/api/chat", {"task_id": task["task_id"], "message": "vet"})

    assert answer.status_code == 422 and set(answer.json()["errors"]) == {"task_id"}
    assert api.get(f"/api/task/{task['task_id']}").json()["ready"] is False


def test_anothers_task_does_not_exist(api: Program) -> None:
    stranger = Program(make_person())
    task = begun(stranger, "dentist next week")

    for address in (f"/api/task/{task['task_id']}", f"/api/task/{uuid4()}"):
        assert api.get(address).status_code == 404
        assert api.change(address, {"notes": "x"}).status_code == 404
        assert api.send(f"{address}/launch").status_code == 404
    body = {"task_id": task["task_id"], "message": "vet"}
    assert api.send("/api/chat", body).status_code == 404
    assert Client().get(f"/api/task/{task['task_id']}").status_code == 401


def test_the_same_key_begins_one_task_and_says_one_thing(api: Program) -> None:
    one = api.send("/api/task", {"message": "dentist"}, key="k1").json()
    two = api.send("/api/task", {"message": "dentist"}, key="k1").json()

    assert one == two and Draft.objects.count() == 1
    assert len(Draft.objects.get().messages) == 2


def test_it_is_in_the_description(api: Program) -> None:
    paths = api.get("/api/schema", headers={"Accept": "application/json"}).json()["paths"]

    assert {"/api/task", "/api/chat", "/api/task/{task_id}/launch"} <= set(paths)


def test_dates_to_avoid_are_kept_in_a_task(api: Program) -> None:
    day = (datetime.now(UTC).date() + timedelta(days=3)).isoformat()

    answer = api.change(f"/api/task/{begun(api)['task_id']}", {"avoid_dates": [day]})

    assert answer.status_code == 200
    assert answer.json()["draft"]["avoid_dates"]["value"] == [day]
