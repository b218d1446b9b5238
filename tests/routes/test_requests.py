"""Requests and tools that people bring along from earlier systems, sent as they stand."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns import launch
from campaigns.models import Call, Campaign, Candidate, Event, Offer
from scheduling.models import Hold
from tests.campaigns.clients import Program
from tests.factories import make_call, make_campaign, make_offer, make_person, make_provider
from tests.voice.desk import agreement, iso, workday
from voice.models import Turn
from voice.tools import registry

pytestmark = pytest.mark.django_db
FIRST = date.today() + timedelta(days=4)
WISH: JsonObject = {
    "service": "dentist",
    "location": "San Francisco",
    "date_range_start": f"{FIRST}T08:00:00Z",
    "date_range_end": f"{FIRST + timedelta(days=5)}T18:00:00Z",
    "duration_min": 30,
    "max_providers": 10,
    "max_parallel": 5,
    "preferences": {
        "earliest_weight": 0.5,
        "rating_weight": 0.25,
        "distance_weight": 0.2,
        "preference_weight": 0.05,
    },
}


@pytest.fixture(autouse=True)
def nothing_was_counted() -> None:
    cache.clear()


@pytest.fixture
def alice() -> User:
    return make_person("alice")


@pytest.fixture
def api(alice: User) -> Program:
    return Program(alice)


# --- requests ------------------------------------------------------------------------------------


def test_a_campaign_is_started(api: Program) -> None:
    answer = api.send("/api/campaigns", WISH)

    assert answer.status_code == 202
    campaign = Campaign.objects.get(pk=answer.json()["campaign_id"])
    assert answer.json()["status"] == "running"
    assert campaign.not_before == datetime.combine(FIRST, time(8), UTC)
    assert campaign.not_after == datetime.combine(FIRST + timedelta(days=5), time(18), UTC)
    assert (campaign.max_providers, campaign.max_parallel, campaign.duration_minutes) == (10, 5, 30)
    assert (campaign.earliest_weight, campaign.preference_weight) == (0.5, 0.05)
    launch.start(campaign.pk)
    assert campaign.calls.count() == 10


@pytest.mark.parametrize(
    "change",
    [
        {"service": "haircut"},
        {"service": "auto repair"},
        {"service": "general"},
        {"date_range_start": FIRST.isoformat(), "date_range_end": FIRST.isoformat()},
        {"date_range_start": f"{FIRST}T08:00:00-07:00"},
        {"avoid_dates": [(FIRST + timedelta(days=1)).isoformat()]},
    ],
)
def test_it_is_started_in_other_words(api: Program, change: JsonObject) -> None:
    assert api.send("/api/campaigns", WISH | change).status_code == 202


def test_without_a_token_nothing_is_started() -> None:
    answer = Client().post("/api/campaigns", WISH, "application/json")

    assert answer.status_code == 401 and not Campaign.objects.exists()


def test_a_campaign_is_looked_at(api: Program, alice: User) -> None:
    campaign = make_campaign(alice, status="ranking")
    make_offer(make_call(campaign, status="completed", outcome="offer"), rank=1)

    shown = api.get(f"/api/campaigns/{campaign.pk}").json()

    assert shown["campaign_id"] == str(campaign.pk) and shown["status"] == "completed"
    assert {"total_providers", "completed_calls"} <= set(shown["progress"])
    assert shown["best"] == shown["ranked"][0] and "debug" not in shown


def test_staff_sees_what_is_behind_it() -> None:
    staff = make_person("staff")
    staff.is_staff = True
    staff.save()
    campaign = make_campaign(staff)
    Candidate.objects.create(
        campaign=campaign, provider=make_provider(), position=0, skipped_because="Too far."
    )
    call = make_call(campaign, carrier_id="CA1")

    debug = Program(staff).get(f"/api/campaigns/{campaign.pk}").json()["debug"]

    assert debug["mode"] == settings.MODE
    assert debug["candidates"][0]["skipped_because"] == "Too far."
    assert debug["calls"] == [
        {"call_id": str(call.pk), "carrier_id": "CA1", "engine": "", "status": "queued"}
    ]


def test_an_offer_is_confirmed(api: Program, alice: User) -> None:
    campaign = make_campaign(alice, status="ranking")
    offer = make_offer(make_call(campaign, status="completed", outcome="offer"), rank=1)
    body = {
        "provider_id": str(offer.provider_id),
        "start": f"{offer.start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "end": f"{offer.end.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "user_contact": {"name": "Jane Doe", "phone": "+15559999999"},
    }

    answer = api.send(f"/api/campaigns/{campaign.pk}/confirm", body)

    assert answer.status_code == 202
    assert {"campaign_id", "confirmed", "confirmation_ref"} <= set(answer.json())
    call = campaign.calls.get(purpose="confirm")
    assert call.brief["contact_name"] == "Jane Doe"
    assert call.brief["contact_phone"] == "+15559999999"


def test_active_calls_and_their_history_are_looked_at(api: Program, alice: User) -> None:
    campaign = make_campaign(alice)
    live, over = make_call(campaign, status="in_progress"), make_call(campaign, status="completed")

    active = api.get("/api/calls/active").json()

    assert [each["call_id"] for each in active] == [str(live.pk)]
    assert api.get(f"/api/calls/{over.pk}").json()["status"] == "completed"


def test_a_request_is_talked_over(api: Program) -> None:
    task = api.send("/api/task", {}).json()

    body = {"task_id": task["task_id"], "message": "dentist next week, mornings"}
    answer = api.send("/api/chat", body)

    assert answer.status_code == 200 and answer.json()["draft"]["service"]["value"] == "dentist"


# --- tools ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Brought:
    """A tool's call as it is brought along, and what its answer must hold."""

    name: str
    arguments: JsonObject
    holds: JsonObject = field(default_factory=dict)


AT = workday(10, 30)
SPAN: JsonObject = {"start": iso(AT), "end": iso(AT + timedelta(minutes=30))}
APART: JsonObject = {"date": AT.date().isoformat(), "time": "10:30"}
IDS: JsonObject = {"user_id": "u1", "campaign_id": "c1", "call_task_id": "t1"}
TOOLS = [
    Brought("calendar_check", SPAN, {"free": True}),
    Brought("validate_slot", {"provider_id": "p1"} | SPAN, {"acceptable": True}),
    Brought("distance_check", {"provider_id": "p1"}, {"minutes": 12, "mode": "driving"}),
    Brought("log_event", {"message": "They close early.", "data": {"opening_hours": "till 3"}}),
    Brought("provider_lookup", {"service": "dentist", "location": "Oakland", "exclude_ids": []}),
    Brought("propose_alternatives", {"constraints": {"day_parts": ["afternoon"]}}),
    Brought("check_availability", {"hold": True} | SPAN, {"held": True, "conflict": False}),
    Brought("check_availability", APART | IDS, {"free": True}),
    Brought(
        "report_slot_offer", {"provider": "Test Dental"} | APART | IDS, {"ranking_position": 1}
    ),
    Brought("book_slot", APART | IDS, {"ok": False, "booked": False}),  # an enquiry may not
    Brought("get_distance", IDS, {"km": 3.1}),
    Brought("end_call", {"outcome": "offer", "summary": "They offered a time."} | IDS),
]


@pytest.fixture
def call() -> Call:
    """On the line, with a desk that has offered a time and agreed to it."""
    campaign, provider = make_campaign(), make_provider()
    call = make_call(campaign, provider=provider, status="in_progress", answered_at=now())
    Candidate.objects.create(
        campaign=campaign, provider=provider, position=0, distance_km=3.14,
        travel_minutes=12.0, travel_mode="driving",
    )  # fmt: skip
    for number, (who, text) in enumerate(agreement(AT), 1):
        Turn.objects.create(call=call, number=number, speaker=who, text=text, started_ms=number)
    return call


@pytest.mark.parametrize("brought", TOOLS, ids=lambda brought: brought.name)
def test_a_tool_takes_the_arguments_that_it_is_sent(call: Call, brought: Brought) -> None:
    answer = registry.run(call.pk, brought.name, brought.arguments)

    assert answer["say"] and {"ok": True} | brought.holds == {
        name: answer.get(name) for name in {"ok": True} | brought.holds
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "brought", [each for each in TOOLS if each.name in registry.TOOLS], ids=lambda each: each.name
)
def test_a_tool_takes_them_over_http_too(call: Call, brought: Brought) -> None:
    path, token = f"/api/{registry.TOOLS[brought.name].path}", f"Bearer {call.tool_token}"

    answer = Client().post(
        path, brought.arguments, "application/json", headers={"Authorization": token}
    )

    told = answer.json()
    assert answer.status_code == 200 and told["say"]
    assert {"ok": True} | brought.holds == {n: told.get(n) for n in {"ok": True} | brought.holds}


def test_what_the_tools_were_sent_is_used(call: Call) -> None:
    for brought in TOOLS[:-1]:
        registry.run(call.pk, brought.name, brought.arguments)

    assert Event.objects.get(kind="call_noted").data["details"] == {"opening hours": "till 3"}
    assert Offer.objects.get().start == AT and Hold.objects.filter(start=AT).exists()
    run = call.tool_runs.get(name="propose_alternatives")
    assert run.answer and all(
        datetime.fromisoformat(slot).hour >= 12 for slot in run.answer["slots"]
    )
