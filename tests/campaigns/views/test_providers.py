"""The address book's pages: one's own alone, nothing of anybody else's evidence."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.models import Candidate, Contact, Draft, Provider, Suppression
from campaigns.providers import address_book, imports
from tests.factories import make_call, make_campaign, make_offer, make_person, make_provider

pytestmark = pytest.mark.django_db
ENTRY = {"name": "My Dentist", "phone": "415 555 0177", "service": "dentist", "address": ""}


def met(person: User, **changes: object) -> Provider:
    """A provider that a request of this person has called."""
    provider = make_provider(**changes)
    campaign = make_campaign(person)
    Candidate.objects.create(campaign=campaign, provider=provider, position=0)
    make_call(campaign, provider=provider, status="completed", outcome="no_slots")
    return provider


def test_an_entry_is_added_and_shown(client: Client, person: User) -> None:
    answer = client.post("/providers/add/", ENTRY, follow=True)

    page = client.get("/providers/").content.decode()
    assert answer.redirect_chain and "My Dentist" in page and "Your own entry" in page


@pytest.mark.parametrize(
    "wrong", [{"phone": "911"}, {"name": ""}, {"service": "x"}, {"phone": "1"}]
)
def test_a_wrong_entry_is_told_and_nothing_is_added(
    client: Client, person: User, wrong: JsonObject
) -> None:
    answer = client.post("/providers/add/", ENTRY | wrong)

    assert answer.status_code == 422 and not Provider.objects.exists()


def test_whom_a_request_came_across_is_found_before(client: Client, person: User) -> None:
    provider = met(person)

    page = client.get("/providers/?tab=found").content.decode()

    assert provider.name in page and "no suitable time" in page
    assert provider.name not in client.get("/providers/").content.decode()


@pytest.mark.parametrize("path", ["", "edit/"])
def test_a_stranger_is_nobody(client: Client, person: User, path: str) -> None:
    for stranger in (make_provider(), address_book.add(make_person(), **ENTRY).provider):
        assert client.get(f"/providers/{stranger.pk}/{path}").status_code == 404


@pytest.mark.parametrize("verb", ["star", "ask", "remove"])
def test_nothing_can_be_done_to_a_stranger(client: Client, person: User, verb: str) -> None:
    stranger = met(make_person())

    assert client.post(f"/providers/{stranger.pk}/{verb}/").status_code == 404
    assert not Contact.objects.exists() and not Draft.objects.exists()


def test_the_page_shows_the_history_of_this_person_alone(client: Client, person: User) -> None:
    provider = met(person)
    other = make_campaign(make_person(), request="Somebody else's secret wish")
    make_offer(make_call(other, provider=provider), evidence={"quote": "Their secret words"})
    Contact.objects.create(person=other.person, provider=provider, note="Their secret note")

    page = client.get(f"/providers/{provider.pk}/").content.decode()

    assert "No suitable time" in page or "no suitable time" in page
    assert "secret" not in page


def test_an_opt_out_is_told_without_anybody_elses_call(client: Client, person: User) -> None:
    provider = met(person)
    theirs = make_call(make_campaign(), provider=provider)
    Suppression.objects.create(
        phone=provider.phone, source="callee", call=theirs, reason="secret reason"
    )

    page = client.get(f"/providers/{provider.pk}/").content.decode()

    assert "Asked not to be called" in page and "Ask them for an appointment" not in page
    assert str(theirs.pk) not in page and "secret" not in page
    assert provider.name in client.get("/providers/?tab=blocked").content.decode()


def test_a_cool_down_from_somebody_elses_call_shows_nowhere(client: Client, person: User) -> None:
    provider = met(person)
    lapses = now() + timedelta(days=1)
    Suppression.objects.create(phone=provider.phone, source="cool_down", lapses_at=lapses)

    assert "not to be called" not in client.get(f"/providers/{provider.pk}/").content.decode()


def test_opening_hours_are_those_of_the_next_seven_days_there(client: Client, person: User) -> None:
    provider = met(person, opening_hours={str(d): [["08:00", "12:00"]] for d in range(6)})

    page = client.get(f"/providers/{provider.pk}/").content.decode()

    assert page.count("08:00–12:00") == 6 and page.count("closed</dd>") == 1


def test_standing_and_note_are_saved(client: Client, person: User) -> None:
    provider = met(person)

    client.post(f"/providers/{provider.pk}/", {"standing": "never", "note": "Too loud"})

    contact = Contact.objects.get(person=person)
    assert (contact.standing, contact.note) == ("never", "Too loud")
    assert address_book.never(person) == {provider.phone}
    assert provider.name in client.get("/providers/?tab=blocked").content.decode()


def test_a_star_is_given_and_taken(client: Client, person: User) -> None:
    provider = met(person)

    client.post(f"/providers/{provider.pk}/star/", {"favourite": "1"})
    assert Contact.objects.get().favourite
    part = client.post(
        f"/providers/{provider.pk}/star/", {"favourite": "0"}, headers={"HX-Request": "true"}
    )
    assert not Contact.objects.get().favourite and b'aria-pressed="false"' in part.content


def test_an_entry_is_corrected(client: Client, person: User) -> None:
    provider = address_book.add(person, **ENTRY).provider
    Provider.objects.update(number_wrong=True)

    client.post(f"/providers/{provider.pk}/edit/", ENTRY | {"phone": "+1 415 555 0178"})

    provider.refresh_from_db()
    assert provider.phone == "+14155550178" and not provider.number_wrong


def test_a_removed_entry_is_gone_unless_it_was_called(client: Client, person: User) -> None:
    unused = address_book.add(person, **ENTRY).provider
    called = address_book.add(person, **ENTRY | {"phone": "+14155550178"}).provider
    make_call(make_campaign(person), provider=called)

    for provider in (unused, called):
        assert client.post(f"/providers/{provider.pk}/remove/").status_code == 302

    assert list(Provider.objects.all()) == [called] and not Contact.objects.exists()
    assert "Add your own dentist" in client.get("/providers/").content.decode()


def test_asking_one_makes_a_draft_in_which_nobody_else_is_called(
    client: Client, person: User
) -> None:
    provider = met(person, service="dentist")

    answer = client.post(f"/providers/{provider.pk}/ask/")

    draft = Draft.objects.get()
    assert str(draft.pk) in answer["Location"] and draft.value("service") == "dentist"
    assert str(provider.pk) not in draft.left_out


def test_who_comes_into_the_book_by_being_asked_is_told_once(client: Client, person: User) -> None:
    provider = met(person, service="dentist")

    first = client.post(f"/providers/{provider.pk}/ask/", follow=True).content.decode()
    again = client.post(f"/providers/{provider.pk}/ask/", follow=True).content.decode()

    assert Contact.objects.get().standing == Contact.Standing.PREFER
    assert f"{provider.name} is in your address book now" in first
    assert "in your address book now" not in again


def test_names_are_text_wherever_they_appear(client: Client, person: User) -> None:
    provider = met(person, name="<img src=x onerror=alert(1)>")

    for path in ("?tab=found", f"{provider.pk}/"):
        assert "<img src=x" not in client.get(f"/providers/{path}").content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("415 555 0123", "+1 415-555-0123"), ("911", "Emergency"), ("12", "digits"), ("", "")],
)
def test_a_number_is_read_while_it_is_typed(
    client: Client, person: User, typed: str, words: str
) -> None:
    assert words in client.get("/providers/phone/", {"phone": typed}).content.decode()


def test_a_table_is_shown_with_its_faults_before_anything_is_written(
    client: Client, person: User
) -> None:
    table = b"Name;Telephone\nGood;+1 415 555 0177\n;+1 415 555 0178\nAgain;4155550177\nBad;911\n"
    form = {"file": SimpleUploadedFile("a.csv", table), "service": "dentist"}

    page = client.post("/providers/import/", form).content.decode()

    assert "1 contact can be added" in page and "3 cannot" in page and "twice" in page
    assert not Provider.objects.exists()
    client.post("/providers/import/", {"text": table.decode(), "service": "vet", "sure": "1"})
    assert list(Provider.objects.values_list("name", "service")) == [("Good", "vet")]


def test_a_vcard_is_read() -> None:
    card = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dr. Lee\\, DDS\r\nitem1.TEL;TYPE=work:+1 415 555 01\r\n"
        " 77\r\n"
        "ADR:;;5 Market St;San Francisco;CA;94105;USA\r\nCATEGORIES:Dentist\r\nEND:VCARD\r\n"
    )

    [row] = imports.read(make_person(), card.encode(), "general")

    assert row.errors == [] and row.values == {
        "name": "Dr. Lee, DDS",
        "phone": "+1 415 555 0177",
        "service": "dentist",
        "address": "5 Market St, San Francisco, CA, 94105, USA",
    }


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfe\x00", b"hello", b"a,b\n1,2\n", b"x" * 200_001, b'name,phone\n"', b"\x00",
        b"name,phone\n" + b"a,1\n" * 501, b"BEGIN:VCARD\nFN:x", b"name\nA\n",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told(client: Client, person: User, data: bytes) -> None:
    form = {"file": SimpleUploadedFile("a.csv", data), "service": "dentist"}

    assert client.post("/providers/import/", form).status_code == 422


@pytest.mark.parametrize("path", ["", "add/", "import/", "phone/"])
def test_the_book_is_for_who_is_signed_in(client: Client, path: str) -> None:
    assert client.get(f"/providers/{path}").status_code == 302


@pytest.mark.parametrize("query", ["?tab=none", "?page=x", "?page=99", "?q=%00", "?q=zzz"])
def test_odd_addresses_are_no_error(client: Client, person: User, query: str) -> None:
    assert client.get(f"/providers/{query}").status_code == 200
