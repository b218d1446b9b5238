"""Calls in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from callpilot.models import User
from campaigns.models import Call
from tests.factories import make_call
from voice.models import SecondOpinion, ToolRun, Turn, VendorSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("staff", "staff@example.com", "secret-pass"))
    return client


def test_a_call_shows_its_transcript_and_tools_but_no_secrets(staff: Client) -> None:
    call = make_call()
    Turn.objects.create(call=call, number=1, speaker="callee", text="We have Tuesday.")
    ToolRun.objects.create(call=call, name="validate_slot", key="k", answer={"ok": True})
    VendorSession.objects.create(call=call, engine="toy", vendor_id="s1", reason="They hung up.")
    SecondOpinion.objects.create(call=call, agreed=False, quote="We shall see.")

    page = staff.get(reverse("admin:campaigns_call_change", args=[call.pk])).content.decode()

    assert "We have Tuesday." in page
    assert "validate_slot" in page
    assert "They hung up." in page
    assert "We shall see." in page
    assert call.token not in page
    assert call.tool_token not in page


def test_staff_can_hang_up_but_not_rewrite(staff: Client) -> None:
    call = make_call(status="queued")
    action = {"action": "hang_up", "_selected_action": [str(call.pk)]}

    staff.post(reverse("admin:campaigns_call_changelist"), action)
    change = staff.post(reverse("admin:campaigns_call_change", args=[call.pk]), {"reason": "x"})

    call.refresh_from_db()
    assert call.status == Call.Status.CANCELLED
    assert change.status_code == 403


def test_the_lists_open(staff: Client) -> None:
    call = make_call()
    Turn.objects.create(call=call, number=1, speaker="callee", text="Hello.")

    for name in ("campaigns_call", "voice_turn", "voice_toolrun", "voice_vendorsession"):
        assert staff.get(reverse(f"admin:{name}_changelist")).status_code == 200
