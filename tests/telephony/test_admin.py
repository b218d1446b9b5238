"""Staff who may do so stop all calling by a button and a second one that confirms it."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from callpilot.models import User
from campaigns.models import CallingStop
from telephony.dialling import stop
from tests.factories import make_call, make_person

pytestmark = pytest.mark.django_db
LIST = "/admin/campaigns/callingstop/"
STOP, RESUME = f"{LIST}add/", f"{LIST}resume/"


def staff(client: Client, *permissions: str) -> User:
    user = User.objects.create_user("staff", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def test_the_button_leads_to_a_page_that_asks_and_stops_nothing(client: Client) -> None:
    staff(client, "view_callingstop", "add_callingstop")
    make_call(status="ringing")

    assert f'href="{LIST}"' in client.get("/admin/").content.decode()
    assert f'href="{STOP}"' in client.get(LIST).content.decode()
    asked = client.get(STOP).content.decode()

    assert "One call is under way." in asked and "Stop all calling" in asked
    assert CallingStop.standing() is None


def test_who_confirms_it_stops_all_calling_and_that_is_kept(client: Client) -> None:
    user = staff(client, "view_callingstop", "add_callingstop")
    live = make_call(status="ringing")

    client.post(STOP, {"reason": "It says odd things."})

    standing = CallingStop.standing()
    assert standing is not None
    assert (standing.stopped_by, standing.reason) == (user, "It says odd things.")
    assert LogEntry.objects.get().user_id == user.pk
    live.refresh_from_db()
    assert live.unwanted_at is None
    assert "nobody is dialled" in client.get(LIST).content.decode()


def test_live_calls_are_hung_up_if_chosen_also_where_calling_is_stopped_already(
    client: Client,
) -> None:
    staff(client, "view_callingstop", "add_callingstop")
    stop.stop_calling()
    live = make_call(status="in_progress")

    client.post(STOP, {"reason": "", "hang_up": "on"})

    live.refresh_from_db()
    assert live.unwanted_at is not None
    assert CallingStop.objects.get().hung_up == 1


def test_calling_is_resumed_after_one_more_question(client: Client) -> None:
    user = staff(client, "view_callingstop", "change_callingstop")
    stop.stop_calling()

    assert f'href="{RESUME}"' in client.get(LIST).content.decode()
    assert "Resume calling?" in client.get(RESUME).content.decode()
    assert CallingStop.standing() is not None
    client.post(RESUME)

    assert CallingStop.standing() is None
    assert CallingStop.objects.get().resumed_by == user
    assert LogEntry.objects.get().get_change_message() == "Calling was resumed."


def test_a_stop_that_is_over_can_be_read_and_not_rewritten(client: Client) -> None:
    staff(client, "view_callingstop", "add_callingstop", "change_callingstop")
    made = stop.stop_calling(reason="It says odd things.")
    stop.resume_calling()

    page = client.get(f"{LIST}{made.pk}/change/")

    assert page.status_code == 200 and "It says odd things." in page.content.decode()
    assert client.post(f"{LIST}{made.pk}/change/", {"reason": "Fine."}).status_code == 403
    assert client.post(f"{LIST}{made.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("address", [STOP, RESUME])
@pytest.mark.parametrize("permissions", [(), ("view_callingstop",)])
def test_staff_without_the_permission_neither_stops_nor_resumes(
    client: Client, address: str, permissions: tuple[str, ...]
) -> None:
    staff(client, *permissions)
    standing = stop.stop_calling() if address == RESUME else None

    assert client.get(address).status_code == 403
    assert client.post(address, {"reason": ""}).status_code == 403

    assert CallingStop.standing() == standing
    assert f'href="{address}"' not in client.get(LIST).content.decode()


def test_a_person_who_is_no_staff_finds_no_button_and_is_told_of_a_stop(client: Client) -> None:
    client.force_login(make_person())
    assert "Calling is stopped" not in client.get("/help/").content.decode()
    client.post(STOP, {"reason": ""})
    assert CallingStop.standing() is None

    stop.stop_calling()

    page = client.get("/help/").content.decode()
    assert "Calling is stopped for everybody at present." in page
