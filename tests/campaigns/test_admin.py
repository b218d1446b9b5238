"""Staff can look at everything and stop it; nobody edits what the machine wrote."""

from datetime import time

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin import site
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from callpilot.models import ApiToken, User
from campaigns.bookings import booking
from campaigns.models import (
    Booking,
    Call,
    CallingStop,
    Campaign,
    Contact,
    Event,
    Offer,
    Preferences,
    Suppression,
)
from scheduling import appointments, working_hours
from scheduling.models import Appointment, Hold
from telephony.models import WebhookDelivery
from tests.campaigns.answered_calls import answer, running, with_offers
from tests.factories import make_person
from voice.models import SecondOpinion, ToolRun, Turn, VendorSession

pytestmark = pytest.mark.django_db
PAGES = ["campaign", "provider", "offer", "booking", "event", "suppression", "contact"]


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("staff", password="x"))
    return client


@pytest.mark.parametrize("page", PAGES)
def test_lists_can_be_opened_and_searched(staff: Client, page: str) -> None:
    campaign, [offer] = with_offers(1)
    booking.confirm(campaign, offer)
    Suppression.objects.create(phone="+14155550101", source="staff")

    assert staff.get(f"/admin/campaigns/{page}/?q=a").status_code == 200


def test_a_campaign_shows_its_whole_trail_and_no_save_button(staff: Client) -> None:
    campaign, [offer] = with_offers(1)

    page = staff.get(f"/admin/campaigns/campaign/{campaign.pk}/change/")

    text = page.content.decode()
    assert page.status_code == 200 and offer.provider.name in text and "offer_noted" in text
    assert 'name="_save"' not in text


def test_staff_stops_a_campaign(staff: Client) -> None:
    campaign, [live, waiting] = running(2)
    answer(live)

    staff.post(
        "/admin/campaigns/campaign/", {"action": "stop", "_selected_action": str(campaign.pk)}
    )

    for row in (campaign, live, waiting):
        row.refresh_from_db()
    assert campaign.status == "cancelled" and live.unwanted_at and waiting.status == "cancelled"


def test_staff_blocks_a_number_for_everybody(staff: Client) -> None:
    _campaign, [call] = running()

    staff.post(
        "/admin/campaigns/provider/",
        {"action": "never_call_again", "_selected_action": str(call.provider_id)},
    )

    call.refresh_from_db()
    suppression = Suppression.standing_for(call.to_number)
    assert suppression is not None and suppression.added_by is not None
    assert suppression.source == "staff" and suppression.added_by.username == "staff"
    assert call.status == "cancelled"


def test_a_number_entered_by_staff_stops_calls_that_wait(staff: Client) -> None:
    _campaign, [call] = running()

    staff.post(
        "/admin/campaigns/suppression/add/",
        {"phone": call.to_number, "source": "staff", "reason": "x", "lapses_at_0": "",
         "lapses_at_1": ""},
    )  # fmt: skip

    call.refresh_from_db()
    assert call.status == "cancelled"


def world() -> dict[type[Model], Model | None]:
    """A row of every model that the admin shows."""
    campaign, [offer] = with_offers(1)
    booking.confirm(campaign, offer)
    call = answer(campaign.calls.get(purpose="confirm"))
    made = booking.agreed(call.pk, {"quote": "Yes."})
    assert made.appointment is not None
    appointments.sync_calendar(made.appointment.pk)
    Suppression.objects.create(phone="+14155550101", source="staff")
    ApiToken.issue(campaign.person, "program")
    Turn.objects.create(call=call, number=1, speaker="callee", text="Yes.")
    ToolRun.objects.create(call=call, name="book_slot", arguments={}, key="k")
    VendorSession.objects.create(call=call, engine="toy", vendor_id="s1")
    SecondOpinion.objects.create(call=call)
    WebhookDelivery.objects.create(call=call, source="twilio", kind="status", dedupe_key="k")
    EmailAddress.objects.create(user=campaign.person, email="a@example.com")
    Preferences.of(campaign.person)
    CallingStop.objects.create(stopped_by=campaign.person)
    working_hours.set_rules(campaign.person, {0: [(time(9), time(17))]})
    Contact.objects.create(person=campaign.person, provider=offer.provider)
    return {model: model._default_manager.first() for model in site._registry}


def addresses(model: type[Model], row: Model | None) -> list[str]:
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    pages = [base, f"{base}?q=a"]
    return pages + ([f"{base}{row.pk}/change/", f"{base}{row.pk}/history/"] if row else [])


def test_every_page_of_every_model_opens(staff: Client) -> None:
    rows = world()
    ours = {"callpilot", "campaigns", "scheduling", "telephony", "voice"}
    assert [model for model, row in rows.items() if not row and model._meta.app_label in ours] == []

    for model, row in rows.items():
        for address in addresses(model, row):
            assert staff.get(address).status_code == 200, address


@pytest.mark.parametrize("who", ["nobody", "alice"])
def test_who_is_not_staff_does_not_get_in(client: Client, who: str) -> None:
    rows = world()
    if who == "alice":
        client.force_login(make_person("alice"))

    for model, row in rows.items():
        for address in addresses(model, row):
            assert client.get(address).status_code in (302, 403), address


HISTORY = [Campaign, Offer, Booking, Event, Hold, Appointment, Call, WebhookDelivery]


@pytest.mark.parametrize("model", HISTORY)
def test_what_the_machine_wrote_is_neither_added_changed_nor_deleted(
    staff: Client, model: type[Model]
) -> None:
    row = world()[model]
    assert row is not None
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    before = model._default_manager.count()

    assert staff.get(f"{base}add/").status_code == 403
    assert staff.post(f"{base}{row.pk}/change/", {"status": "x"}).status_code == 403
    assert staff.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    staff.post(base, {"action": "delete_selected", "_selected_action": str(row.pk), "post": "yes"})
    assert model._default_manager.count() == before


def test_who_may_only_look_can_stop_a_campaign_but_not_block_numbers(client: Client) -> None:
    viewer = User.objects.create_user("viewer", password="x", is_staff=True)
    names = ["view_campaign", "view_provider"]
    viewer.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(viewer)
    campaign, [call] = running()

    client.post("/admin/campaigns/campaign/", {"action": "stop", "_selected_action": campaign.pk})
    client.post(
        "/admin/campaigns/provider/",
        {"action": "never_call_again", "_selected_action": call.provider_id},
    )

    campaign.refresh_from_db()
    assert campaign.status == "cancelled" and not Suppression.objects.exists()


def test_a_blocked_number_is_kept_as_it_is_dialled(staff: Client) -> None:
    _campaign, [call] = running()
    Call.objects.filter(pk=call.pk).update(to_number="+14155550177")
    form = {"source": "staff", "reason": "x", "lapses_at_0": "", "lapses_at_1": ""}

    staff.post("/admin/campaigns/suppression/add/", form | {"phone": "(415) 555-0177"})
    wrong = staff.post("/admin/campaigns/suppression/add/", form | {"phone": "ask Bob"})

    call.refresh_from_db()
    assert Suppression.objects.get().phone == "+14155550177" and call.status == "cancelled"
    assert wrong.status_code == 200 and b"errorlist" in wrong.content


def test_a_long_trail_costs_no_query_a_row(
    staff: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    campaign, _offers = with_offers(6)
    for call in campaign.calls.all():
        for number in range(5):
            Event.record(campaign, Event.Kind.TURN, call=call, number=number, text="x")

    with django_assert_max_num_queries(24):
        page = staff.get(f"/admin/campaigns/campaign/{campaign.pk}/change/")

    assert page.status_code == 200


def test_a_token_is_shown_to_nobody_and_can_be_taken_away(staff: Client) -> None:
    secret = ApiToken.issue(make_person("alice"), "program")
    token = ApiToken.objects.get()

    page = staff.get(f"/admin/callpilot/apitoken/{token.pk}/change/").content.decode()
    staff.post(f"/admin/callpilot/apitoken/{token.pk}/delete/", {"post": "yes"})

    assert secret not in page and token.digest not in page
    assert not ApiToken.objects.exists()
