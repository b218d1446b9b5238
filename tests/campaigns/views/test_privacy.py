"""Privacy: choices hold, the file has no secrets, and who deletes an account leaves nothing."""

import json

import pytest
from django.test import Client

from callpilot.json_types import JsonObject
from callpilot.models import ApiToken, User
from campaigns.models import Campaign, Event, Preferences, Provider, Suppression
from campaigns.providers import address_book
from scheduling.models import Appointment, Hold
from telephony.models import Recording
from tests.campaigns import answered_calls
from tests.campaigns.answered_calls import answer, running, with_offers
from tests.factories import make_call, make_campaign, make_person
from voice.models import Turn

pytestmark = pytest.mark.django_db
CHOICE = {
    "share_phone": "ask", "share_insurance": "never", "share_date_of_birth": "never",
    "share_notes": "always", "retention_days": "7",
}  # fmt: skip
FAREWELL = {"word": "delete", "password": "secret-pass"}


def booked() -> Campaign:
    campaign, [offer, _other] = with_offers(2)
    answered_calls.booked(campaign, offer)
    campaign.calls.update(status="completed")
    return campaign


def test_choices_are_saved(client: Client, person: User) -> None:
    client.post("/settings/privacy/", CHOICE)

    row = Preferences.of(person)
    assert [row.sharing(k) for k in ("name", "phone", "insurance", "notes")] == [
        "always", "ask", "never", "always",
    ]  # fmt: skip
    assert row.retention_days == 7 and not row.record_calls


@pytest.mark.parametrize(
    "wrong",
    [{"share_phone": "maybe"}, {"retention_days": "9999"}, {"share_date_of_birth": "always"}],
)
def test_other_choices_are_refused(client: Client, person: User, wrong: JsonObject) -> None:
    assert client.post("/settings/privacy/", CHOICE | wrong).status_code == 422
    assert Preferences.of(person).retention_days == 30


def test_the_file_has_all_of_the_person_and_nothing_of_others(client: Client) -> None:
    campaign = booked()
    person = campaign.person
    client.force_login(person)
    address_book.add(person, "My Dentist", "+14155550177", "dentist")
    secret = ApiToken.issue(person, "program")
    other = make_campaign(request="Somebody else's wish")

    answer_ = client.get("/settings/privacy/download/")
    text = b"".join(answer_).decode()

    kept = json.loads(text)
    assert len(kept["offers"]) == 2 and len(kept["appointments"]) == 1
    assert kept["providers"][0]["name"] == "My Dentist" and kept["api_tokens"]
    assert len(kept["events"]) == Event.objects.filter(mandate=campaign).count()
    for hidden in (secret, ApiToken.objects.get().digest, person.password, other.request):
        assert hidden not in text
    assert not any(call.token in text for call in campaign.calls.all())
    assert "no-store" in answer_["Cache-Control"]


def test_all_recordings_are_deleted_and_nobody_elses(client: Client, person: User) -> None:
    mine = Recording.objects.create(
        call=make_call(make_campaign(person)), consent="simulated", path="a.wav"
    )
    theirs = Recording.objects.create(call=make_call(), consent="simulated", path="b.wav")

    assert client.get("/settings/privacy/recordings/").status_code == 200
    page = client.post("/settings/privacy/recordings/", follow=True).content.decode()

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert mine.deleted_at and not theirs.deleted_at and "1 recordings" in page


def test_an_account_goes_with_everything_but_an_opt_out(client: Client) -> None:
    campaign = booked()
    person, offer = campaign.person, campaign.offers.all()[0]
    provider, call = offer.provider, offer.call
    Turn.objects.create(call=call, number=1, speaker="callee", text="No.")
    Suppression.objects.create(phone=provider.phone, source="callee", call=call)
    own = address_book.add(person, "My Dentist", "+14155550177", "dentist").provider
    make_call(campaign, provider=own, status="completed")
    client.force_login(person)
    shown = client.get("/settings/privacy/delete/").content.decode()
    assert "Desks are not told" in shown and "expect you" in shown

    answer_ = client.post("/settings/privacy/delete/", FAREWELL)

    assert answer_.status_code == 302
    assert not User.objects.filter(pk=person.pk).exists() and not Campaign.objects.exists()
    assert not Appointment.objects.exists() and not Hold.objects.exists()
    assert not Turn.objects.exists() and not Provider.objects.filter(pk=own.pk).exists()
    assert Suppression.objects.get().call is None and Provider.objects.exists()
    assert client.get("/settings/privacy/").status_code == 302  # signed out


@pytest.mark.parametrize("wrong", [{"word": "yes"}, {"password": "guess"}, {"password": ""}])
def test_without_word_and_password_nothing_is_deleted(
    client: Client, person: User, wrong: JsonObject
) -> None:
    assert client.post("/settings/privacy/delete/", FAREWELL | wrong).status_code == 422
    assert User.objects.filter(pk=person.pk).exists()


def test_while_somebody_is_on_the_line_the_account_stays_and_the_call_ends(client: Client) -> None:
    campaign, [call, waiting] = running(2)
    answer(call)
    client.force_login(campaign.person)

    answer_ = client.post("/settings/privacy/delete/", FAREWELL)

    call.refresh_from_db()
    waiting.refresh_from_db()
    assert answer_.status_code == 422 and b"still being ended" in answer_.content
    assert call.unwanted_at and waiting.status == "cancelled"
    assert User.objects.filter(pk=campaign.person_id).exists()


def test_the_demo_account_stays(client: Client) -> None:
    demo = make_person("demo")
    client.force_login(demo)

    assert client.post("/settings/privacy/delete/", FAREWELL).status_code == 422
    assert User.objects.filter(pk=demo.pk).exists()


def test_who_has_no_password_must_have_signed_in_just_now(client: Client, person: User) -> None:
    person.set_unusable_password()
    person.save()
    client.force_login(person)

    answer_ = client.post("/settings/privacy/delete/", {"word": "DELETE"})

    assert answer_.status_code == 422 and b"sign in again" in answer_.content


@pytest.mark.parametrize("page", ["", "download/", "recordings/", "delete/"])
def test_privacy_is_for_who_is_signed_in(client: Client, page: str) -> None:
    assert client.get(f"/settings/privacy/{page}").status_code == 302
