"""The main job as a program meets it: over HTTP, against the vendors' simulators."""

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import httpx
import icalendar
import pytest

from callpilot.embedded.engine import Engine
from callpilot.json_types import JsonObject
from callpilot.management import demo_person
from campaigns.models import Booking, Call
from voice.models import VendorSession

pytestmark = pytest.mark.journey


@pytest.fixture
def api(engine: Engine) -> Iterator[httpx.Client]:
    demo_person.fill_calendar(demo_person.make_person())
    headers = {"Authorization": f"Token {demo_person.TOKEN}"}
    with httpx.Client(base_url=engine.url, headers=headers, timeout=60) as client:
        yield client


def until_ended(
    api: httpx.Client,
    campaign_id: str,
    done: Callable[[JsonObject], object],
    most_seconds: int = 400,
) -> JsonObject:
    """The campaign object once `done` holds; fails with what was seen when it never does."""
    until = time.monotonic() + most_seconds
    while time.monotonic() < until:
        campaign: JsonObject = api.get(f"/api/campaigns/{campaign_id}").json()
        if done(campaign):
            return campaign
        time.sleep(0.3)
    raise AssertionError(f"not reached: {campaign}")


def dentist(**changes: object) -> JsonObject:
    tomorrow = date.today() + timedelta(days=1)
    return {
        "service": "dentist",
        "location": "San Francisco",
        "date_range_start": tomorrow.isoformat(),
        "date_range_end": (tomorrow + timedelta(days=4)).isoformat(),
        "duration_min": 30,
        "max_providers": 10,
        "max_parallel": 5,
        "preferences": {"earliest_weight": 0.5, "rating_weight": 0.3, "distance_weight": 0.2},
    } | changes


def test_a_request_becomes_ranked_offers_and_the_chosen_one_a_booked_appointment(
    api: httpx.Client,
) -> None:
    answer = api.post("/api/campaigns", json=dentist())
    assert answer.status_code == 202

    campaign = until_ended(api, answer.json()["campaign_id"], lambda c: c["status"] != "running")
    assert campaign["status"] == "completed", campaign["reason"]
    assert campaign["ranked"]
    assert all(offer["evidence"]["quote"] for offer in campaign["ranked"] if offer["verified"])

    campaign = book_best(api, campaign)
    ics = api.get(f"/api/appointments/{campaign['appointment_id']}/event.ics")
    [event] = icalendar.Calendar.from_ical(ics.content).walk("VEVENT")
    booked = Booking.objects.get(status="booked")
    assert event.decoded("DTSTART") == booked.offer.start
    confirming = Call.objects.filter(campaign=campaign["campaign_id"], purpose="confirm")
    until_ended(
        api, campaign["campaign_id"], lambda _: not confirming.filter(concluded_at=None).exists()
    )
    # After each call the voice vendor says how it went: of every session, by itself, signed.
    untold = VendorSession.objects.filter(told_at=None, call__ended_at__isnull=False)
    until_ended(api, campaign["campaign_id"], lambda _: not untold.exists())
    told = VendorSession.objects.filter(call__in=confirming)
    assert {(each.asked, each.failed) for each in told} == {(0, False)}
    assert all(each.seconds and each.cost for each in told)


def book_best(api: httpx.Client, campaign: JsonObject) -> JsonObject:
    """Confirm the best proven offer; where the desk has lost it, the next."""
    for _ in range(4):
        [best, *_] = [offer for offer in campaign["ranked"] if offer["verified"]]
        answer = api.post(
            f"/api/campaigns/{campaign['campaign_id']}/confirm",
            json={"offer_id": best["offer_id"], "user_contact": {"name": "Alex Example"}},
        )
        assert answer.status_code == 202, answer.text
        campaign = until_ended(
            api,
            campaign["campaign_id"],
            lambda c: c["confirmed"] or c["state"] in ("ranking", "failed"),
        )
        if campaign["confirmed"]:
            return campaign
    raise AssertionError("four desks in a row lost the time")


def test_wishes_are_kept_by_every_offer(api: httpx.Client) -> None:
    answer = api.post(
        "/api/campaigns", json={"request": "dentist next week, mornings, not Thursday"}
    )
    campaign = until_ended(api, answer.json()["campaign_id"], lambda c: c["status"] != "running")

    starts = [datetime.fromisoformat(offer["start"]) for offer in campaign["ranked"]]
    first = datetime.fromisoformat(campaign["understood"]["date_range_start"]).date()
    last = datetime.fromisoformat(campaign["understood"]["date_range_end"]).date()
    assert starts
    assert all(start.hour < 12 for start in starts)
    assert all(start.weekday() != 3 for start in starts)
    assert all(first <= start.date() <= last for start in starts)


def test_cancelling_ends_live_calls(api: httpx.Client) -> None:
    campaign_id = api.post("/api/campaigns", json=dentist()).json()["campaign_id"]
    until_ended(api, campaign_id, lambda c: c["progress"]["live_calls"] >= 3)

    api.post(f"/api/campaigns/{campaign_id}/cancel")

    campaign = until_ended(api, campaign_id, lambda c: c["progress"]["live_calls"] == 0)
    assert campaign["status"] == "cancelled"
    assert campaign["progress"]["queued_calls"] == 0
