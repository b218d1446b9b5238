"""An agent that asks for its tools at our addresses books as one does on its own socket."""

import httpx
import pytest
from django.conf import settings

from callpilot.json_types import JsonObject
from campaigns.models import Call
from tests.journeys.town import Town, proven
from voice.models import ToolRun, Turn, VendorSession

pytestmark = pytest.mark.journey


@pytest.fixture
def asking_at_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """As an operator sets it; the simulated vendor's agents are made accordingly."""
    monkeypatch.setattr(settings, "ELEVENLABS_TOOLS", "webhook")
    monkeypatch.setattr(settings, "TOOL_SECRET", "a-secret-of-this-test")


def test_an_appointment_is_booked_by_tools_that_are_asked_for_over_http(
    asking_at_addresses: None, town: Town
) -> None:
    with town.campaign(max_providers=3, max_parallel=3) as campaign_id:
        campaign = town.until_ended(campaign_id)
        assert proven(campaign), campaign
        campaign = town.confirm(campaign, proven(campaign)[0])
        assert campaign["confirmed"], campaign
        town.at_rest()

    asked = conversations()
    assert not any(each["tools"] for each in asked)  # nothing went over the sockets
    requested = {name for each in asked for name in each["requested"]}
    assert {"report_slot_offer", "book_slot", "report_call_outcome"} <= requested
    assert [each["complaints"] for each in asked if each["complaints"]] == []
    calls = Call.objects.filter(campaign_id=campaign_id)
    assert ToolRun.objects.filter(call__in=calls, name="book_slot", ok=True).exists()
    sessions = VendorSession.objects.filter(call__in=calls).select_related("call")
    assert sessions
    for session in sessions:  # what opens a call's tools is in headers, and nowhere else
        assert session.call.tool_token not in kept_by_the_vendor(session.vendor_id)
        assert not Turn.objects.filter(text__contains=session.call.tool_token).exists()


def conversations() -> list[JsonObject]:
    """What the simulated vendor has seen of our sessions."""
    told = httpx.get(f"{settings.SIMULATOR_URL}/simulator/voice", timeout=60).json()
    seen: list[JsonObject] = told["conversations"]
    return seen


def kept_by_the_vendor(vendor_id: str) -> str:
    url = f"{settings.ELEVENLABS_API_URL}/v1/convai/conversations/{vendor_id}"
    headers = {"xi-api-key": settings.ELEVENLABS_API_KEY}
    answer = httpx.get(url, headers=headers, timeout=60)
    assert answer.status_code == 200
    return answer.text
