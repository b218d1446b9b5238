"""The pages of a new request: one draft, with and without JavaScript, and nobody called unasked."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from callpilot.errors import DirectoryError
from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns import launch
from campaigns.intake import call_preview, drafting, understand
from campaigns.models import Call, Campaign, Draft, Provider, Suppression
from campaigns.providers import address_book
from tests.campaigns.broken_calendar import BreakableCalendar
from tests.campaigns.clients import HTMX
from tests.factories import make_call, make_campaign, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
Register = Callable[[str, object], None]
EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def alice() -> User:
    return make_person("alice", home_address="1 Market St, San Francisco")


@pytest.fixture
def draft(alice: User) -> Draft:
    return drafting.begin(alice)


@pytest.fixture
def ready(draft: Draft) -> Draft:
    return drafting.say(draft, "dentist next week, mornings")


def at(draft: Draft, path: str = "") -> str:
    return f"/requests/{draft.pk}/{path}"


def test_a_new_request_is_a_draft_and_comes_again_after_a_refresh(
    browser: Client, alice: User
) -> None:
    first = browser.get("/requests/new/")["Location"]
    browser.post(f"{first}say/", {"text": "dentist next week"})

    assert browser.get("/requests/new/")["Location"] == first
    page = browser.get(first).content.decode()
    assert "dentist next week" in page and "from your message" in page
    assert Draft.objects.of(alice).count() == 1


def test_without_javascript_a_sentence_leads_to_a_campaign(browser: Client, alice: User) -> None:
    address = browser.post("/requests/new/", {"request": "dentist next week"})["Location"]
    asked = browser.get(f"{address}confirm/").content.decode()
    assert "Call 10 dentists" in asked and not Campaign.objects.exists()

    answered = browser.post(f"{address}start/", {"key": drafting.fingerprint(Draft.objects.get())})

    campaign = Campaign.objects.get(person=alice)
    assert answered["Location"] == f"/campaigns/{campaign.pk}/"
    assert browser.get(address)["Location"] == f"/campaigns/{campaign.pk}/"


def test_a_campaign_shows_all_messages_and_leads_on_to_what_waits(
    browser: Client, draft: Draft
) -> None:
    for words in ("dentist next week and a haircut on Friday", "no, tomorrow"):
        draft = drafting.say(draft, words)
    campaign = launch.of_draft(draft)

    page = " ".join(browser.get(f"/campaigns/{campaign.pk}/").content.decode().split())

    assert "“dentist next week and a haircut on Friday” · “no, tomorrow”" in page
    assert campaign.request.startswith("Dentist; ") and "next week" not in campaign.request
    there = browser.get("/requests/new/?request=a%20haircut%20on%20Friday")["Location"]
    assert "?request=a%20haircut%20on%20Friday" in page and str(draft.pk) not in there


def test_a_sentence_that_is_brought_along_begins_a_request_of_its_own(
    browser: Client, ready: Draft
) -> None:
    there = browser.get("/requests/new/?request=vet")["Location"]

    assert str(ready.pk) not in there and there.endswith("?text=vet")


def test_without_javascript_the_form_alone_does_it_too(
    browser: Client, alice: User, draft: Draft
) -> None:
    day = understand.today_of(alice)
    given = {
        "service": "vet",
        "date_range_start": day,
        "date_range_end": day.replace(year=day.year),
    }
    given |= {"contact_name": "Alex", "contact_phone": "415 555 0123", "place": "Oakland"}

    assert browser.post(at(draft, "form/"), given)["Location"] == at(draft, "form/")
    browser.post(at(draft, "start/"))

    campaign = Campaign.objects.get(person=alice)
    assert (campaign.service, campaign.place, campaign.contact_phone) == (
        "vet", "Oakland, California", "+14155550123"
    )  # fmt: skip


def test_leaving_the_form_for_the_chat_saves_it(browser: Client, draft: Draft) -> None:
    answered = browser.post(at(draft, "form/"), {"service": "vet", "next": "chat"})

    draft.refresh_from_db()
    assert answered["Location"] == at(draft) and draft.value("service") == "vet"


def test_a_bad_field_brings_the_form_back_with_its_values_and_the_focus(
    browser: Client, draft: Draft
) -> None:
    given = {"service": "dentist", "max_parallel": "x", "day_parts": ["night"], "notes": EVIL}

    answered = browser.post(at(draft, "form/"), given)

    page = answered.content.decode()
    assert answered.status_code == 422 and 'role="alert" tabindex="-1" autofocus' in page
    assert 'aria-describedby="id_max_parallel_error"' in page and 'aria-invalid="true"' in page
    for name in ("max_parallel", "day_parts"):
        assert page.count(f'id="id_{name}"') == 1 and f'href="#id_{name}"' in page
    draft.refresh_from_db()
    assert draft.value("service") is None and "<img" not in page


@pytest.mark.parametrize("path", ["form/", "edit/where/"])
def test_a_place_that_may_be_several_is_asked_back_and_one_is_chosen(
    browser: Client, draft: Draft, path: str
) -> None:
    given = {"service": "vet", "place": "Springfield", "notes": "Bring the cat."}
    asked = browser.post(at(draft, path), given, headers=HTMX if "edit" in path else {})
    page = asked.content.decode()
    assert asked.status_code == 422 and 'value="Springfield"' in page
    assert "<legend>Which place is meant?</legend>" in page and page.count("place_chosen") == 5

    chosen = {"place_asked": "Springfield", "place_chosen": "Springfield, Illinois"}
    assert browser.post(at(draft, path), given | chosen).status_code == 302
    draft.refresh_from_db()
    assert draft.value("place")["name"] == "Springfield, Illinois"
    assert "place_chosen" not in browser.get(at(draft, path)).content.decode()


def test_what_is_missing_is_listed_and_blocks_the_start(browser: Client, draft: Draft) -> None:
    page = browser.get(at(draft)).content.decode()
    assert 'aria-disabled="true"' in page and "Say when it would suit you." in page

    asked = browser.get(at(draft, "confirm/")).content.decode()
    answered = browser.post(at(draft, "start/"))

    assert "Still missing" in asked and answered.status_code == 422
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("row", "given", "words"),
    [
        ("service", {"service": "hair_salon", "detail": "haircut"}, "Hair salon, haircut"),
        ("where", {"place": "Oakland"}, "Oakland, California"),
        ("phone", {"contact_phone": "415-555-0177"}, "+1 415-555-0177"),
        ("share", {"may_share": ["name"]}, ">name<"),
        ("priorities", {"earliest_weight": 0, "rating_weight": 100, "distance_weight": 0,
                        "preference_weight": 0}, "well rated 100"),
        ("calls", {"max_providers": 3, "max_parallel": 2, "budget": "4"}, "up to 3, 2 at once"),
    ],
)  # fmt: skip
def test_a_row_is_changed_in_its_place(
    browser: Client, ready: Draft, row: str, given: JsonObject, words: str
) -> None:
    there = at(ready, f"edit/{row}/")
    assert f'id="row-{row}"' in browser.get(there, headers=HTMX).content.decode()
    assert "<html" in browser.get(there).content.decode()  # a page of its own without JavaScript

    part = browser.post(there, given, headers=HTMX).content.decode()

    assert words in part and "from the form" in part and "<html" not in part
    assert browser.post(there, given)["Location"] == at(ready, f"#row-{row}")


def test_a_bad_value_stays_in_its_row(browser: Client, ready: Draft) -> None:
    answered = browser.post(at(ready, "edit/phone/"), {"contact_phone": "911"}, headers=HTMX)

    assert answered.status_code == 422 and answered["HX-Retarget"] == "#row-phone"
    assert b"Emergency" in answered.content


def test_a_message_answers_with_both_columns(browser: Client, draft: Draft) -> None:
    part = browser.post(at(draft, "say/"), {"text": "dentist"}, headers=HTMX).content.decode()

    assert 'id="chat"' in part and 'hx-swap-oob="outerHTML:#understood"' in part
    assert "When would suit you?" in part and 'value="Next week"' in part


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_an_empty_and_an_endless_message_are_refused_in_words(
    browser: Client, draft: Draft, text: str
) -> None:
    for headers in ({}, HTMX):
        answered = browser.post(at(draft, "say/"), {"text": text}, headers=headers)
        assert answered.status_code == 422 and b'id="id_text_error"' in answered.content


def test_whatever_is_said_is_text(browser: Client, draft: Draft) -> None:
    browser.post(at(draft, "say/"), {"text": f"dentist {EVIL} near {EVIL}\x00\u202e"})
    drafting.put(draft, {"notes": EVIL, "detail": EVIL, "contact_name": EVIL})
    address_book.add(draft.person, EVIL, "+14155550188", "dentist")

    for path in ("", "form/", "providers/", "confirm/", "edit/notes/", "edit/service/"):
        page = browser.get(at(draft, path)).content.decode()
        assert "<img src=x" not in page, path
    assert "&lt;img" in browser.get(at(draft, "providers/")).content.decode()


def test_nobody_sees_or_changes_anothers_draft(browser: Client) -> None:
    theirs = drafting.begin(make_person("charlie"))

    for path in ("", "form/", "edit/service/", "understood/", "providers/", "confirm/"):
        assert browser.get(at(theirs, path)).status_code == 404, path
    for path in ("say/", "form/", "edit/service/", "discard/", "providers/", "providers/add/",
                 "providers/widen/", "start/"):  # fmt: skip
        assert browser.post(at(theirs, path), {"text": "dentist"}).status_code == 404, path
    assert browser.get(f"/requests/{uuid4()}/").status_code == 404
    assert browser.get(at(theirs, "edit/nonsense/")).status_code == 404


def test_the_list_says_who_is_called_and_why_others_are_not(browser: Client, ready: Draft) -> None:
    browser.get(at(ready))  # looks into the directory
    barred = Provider.objects.get(name="Two Bridges Dental")
    Suppression.objects.create(phone=barred.phone, source="callee")
    hated = address_book.add(ready.person, "Hated", "+14155550191", "dentist")
    hated.standing = "never"
    hated.save()
    last = make_call(make_campaign(ready.person), provider=Provider.objects.get(
        name="Foggy Bay Dental"), status="failed", outcome="no_answer")  # fmt: skip
    Call.objects.filter(pk=last.pk).update(ended_at=last.created_at)

    page = browser.get(at(ready, "providers/")).content.decode()

    assert "0.1 km" in page and "rated 4.8 by 212" in page and "Last call: No answer on" in page
    assert "no telephone number" in page and "asked not to be called" in page
    assert page.count('type="checkbox"') == 10


def test_who_is_unticked_is_not_dialled(browser: Client, ready: Draft) -> None:
    page = browser.get(at(ready)).content.decode()
    assert "See providers (10)" in page
    seen = [choice.provider for choice in outlook_of(ready).called]
    kept = seen[2:]

    browser.post(at(ready, "providers/"), {"call": [row.pk for row in kept]})
    assert "Call 8 dentists" in browser.get(at(ready, "confirm/")).content.decode()
    browser.post(at(ready, "start/"))
    campaign = Campaign.objects.get(person=ready.person)
    launch.start(campaign.pk)

    assert {call.provider for call in campaign.calls.all()} == set(kept)
    left = campaign.candidates.filter(skipped_because="left out by you")
    assert {row.provider for row in left} == set(seen[:2])


def outlook_of(draft: Draft) -> call_preview.Outlook:
    draft.refresh_from_db()
    seen = call_preview.look(draft)
    assert seen is not None
    return seen


def test_ones_own_is_called_first(browser: Client, ready: Draft) -> None:
    given = {"name": "My Own Dental", "phone": "+1 415 555 0187"}

    browser.post(at(ready, "providers/add/"), given)
    browser.post(at(ready, "start/"))
    campaign = Campaign.objects.get(person=ready.person)
    launch.start(campaign.pk)

    assert campaign.candidates.all()[0].provider.name == "My Own Dental"


@pytest.mark.parametrize(
    ("phone", "words"),
    [
        ("12", b"digits"),
        ("+1 415 777 0187", b"555-0100"),
        ("911", b"Emergency"),
        ("", b"required"),
    ],
)
def test_a_number_that_may_not_be_called_is_refused_in_words(
    browser: Client, ready: Draft, phone: str, words: bytes
) -> None:
    answered = browser.post(
        at(ready, "providers/add/"), {"name": "X", "phone": phone}, headers=HTMX
    )

    assert answered.status_code == 422 and words in answered.content
    assert not Provider.objects.filter(owner=ready.person).exists()


def test_a_radius_is_kept_and_can_be_widened(browser: Client, ready: Draft) -> None:
    drafting.look_within(ready, 0.15)
    page = browser.get(at(ready, "providers/")).content.decode()
    assert "farther away than 0.15 km" in page and "Look as far as 8 km" in page

    browser.post(at(ready, "providers/widen/"))

    ready.refresh_from_db()
    assert ready.radius_km == 8.0 and outlook_of(ready).count == 10


def test_with_nobody_left_nothing_starts(browser: Client, ready: Draft) -> None:
    browser.post(at(ready, "providers/"), {"call": []})

    answered = browser.post(at(ready, "start/"))

    assert answered.status_code == 422 and b"Nobody is left" in answered.content
    assert not Campaign.objects.exists()


def test_what_changed_in_another_tab_is_shown_before_it_starts(
    browser: Client, ready: Draft
) -> None:
    key = drafting.fingerprint(ready)
    drafting.put(ready, {"max_providers": 20})

    assert browser.post(at(ready, "start/"), {"key": key}).status_code == 409
    assert browser.post(at(ready, "start/"), {"key": key}, headers=HTMX).status_code == 422
    assert not Campaign.objects.exists()


def test_pages_and_api_share_one_limit_of_starts(
    browser: Client, alice: User, settings: Settings
) -> None:
    settings.CAMPAIGN_RATE = "2/hour"
    for _ in range(2):
        draft = drafting.say(drafting.begin(alice), "dentist next week")
        assert browser.post(at(draft, "start/")).status_code == 302
    draft = drafting.say(drafting.begin(alice), "dentist next week")

    answered = browser.post(at(draft, "start/"))

    assert answered.status_code == 429 and b"Please wait" in answered.content
    again = browser.post("/api/campaigns", {"request": "vet"}, content_type="application/json")
    assert again.status_code == 429 and Campaign.objects.count() == 2


def test_requests_begun_and_messages_written_have_a_limit_and_looking_has_none(
    browser: Client, draft: Draft, settings: Settings
) -> None:
    settings.DRAFT_RATE = "2/day"
    assert browser.post(at(draft, "say/"), {"text": "dentist"}).status_code == 302
    assert browser.post("/requests/new/", {"request": "vet next week"}).status_code == 302

    said = browser.post(at(draft, "say/"), {"text": "next week"}, headers=HTMX)
    begun = [
        browser.post("/requests/new/", {"request": "haircut"}),
        browser.get("/requests/new/?request=haircut"),
        browser.post(at(draft, "discard/")),
    ]

    assert said.status_code == 422 and b"Please wait a few minutes" in said.content
    assert b"next week" in said.content, "what was typed is kept"
    assert [each.status_code for each in begun] == [429] * 3
    assert Draft.objects.count() == 2
    assert browser.get("/requests/new/").status_code == 302
    assert browser.get(at(draft)).status_code == 200


def test_pages_and_api_share_one_limit_of_writing(
    browser: Client, alice: User, settings: Settings
) -> None:
    settings.DRAFT_RATE = "2/day"
    browser.post("/requests/new/", {"request": "vet next week"})
    task = browser.post("/api/task", {"message": "dentist"}, content_type="application/json")
    more = {"task_id": task.json()["task_id"], "message": "next week"}

    answers = [
        browser.post("/api/chat", more, content_type="application/json"),
        browser.post("/api/task", {}, content_type="application/json"),
    ]

    assert [each.status_code for each in answers] == [429, 429]
    assert browser.get(f"/api/task/{more['task_id']}").status_code == 200


def test_a_directory_that_is_down_is_told_and_stops_nobody(
    browser: Client, ready: Draft, register: Register
) -> None:
    class Down:
        def find(self, *_: object) -> object:
            raise DirectoryError("down")

    register("DIRECTORY", Down())

    assert b"could not be reached" in browser.get(at(ready)).content
    assert b"Start all the same" in browser.get(at(ready, "confirm/")).content
    assert browser.post(at(ready, "start/")).status_code == 302


def test_a_calendar_that_is_down_is_a_warning(
    browser: Client, ready: Draft, calendar: BreakableCalendar
) -> None:
    calendar.readable = False

    assert b"could not read your calendar" in browser.get(at(ready)).content


def test_the_calendar_is_a_table_of_half_days(browser: Client, ready: Draft) -> None:
    page = browser.get(at(ready)).content.decode()

    assert page.count('<th scope="col">') == 5 and page.count('<th scope="row">') == 2
    assert "room in 5 of 5 half-days" in page


def test_the_question_says_what_will_be_said_and_shared(browser: Client, ready: Draft) -> None:
    page = browser.get(at(ready, "confirm/")).content.decode()

    assert "automated assistant calling on behalf of Alex Example" in page
    assert "never more than $15.00" in page and "name, phone" in page and "no real calls" in page


def test_closed_desks_are_called_when_they_open(
    browser: Client, ready: Draft, settings: Settings
) -> None:
    settings.CALLING_HOURS = "09:00-09:01"

    asked = browser.get(at(ready, "confirm/")).content.decode()
    listed = browser.get(at(ready, "providers/")).content.decode()

    assert "closed now; we will call from" in asked
    assert "we will call on" in listed or "Open now" in listed


def test_an_earlier_request_can_be_repeated(browser: Client, alice: User) -> None:
    campaign = make_campaign(alice, service="vet", detail="nail trim")

    address = browser.get(f"/requests/new/?from={campaign.pk}")["Location"]

    assert "Vet, nail trim" in browser.get(address).content.decode()
    theirs = make_campaign()
    assert browser.get(f"/requests/new/?from={theirs.pk}").status_code == 404
    assert browser.get("/requests/new/?from=nonsense").status_code == 404


def test_starting_over_forgets_the_draft(browser: Client, ready: Draft) -> None:
    answered = browser.post(at(ready, "discard/"))

    assert not Draft.objects.filter(pk=ready.pk).exists()
    fresh = Draft.objects.get()
    assert answered["Location"] == at(fresh) and "dentist" not in fresh.fields


def test_a_draft_costs_the_same_however_many_would_be_called(
    browser: Client, ready: Draft, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser.get(at(ready))
    with django_assert_max_num_queries(30):
        assert browser.get(at(ready)).status_code == 200


def test_who_wants_to_move_an_appointment_is_led_to_it_and_nobody_is_called(
    browser: Client, draft: Draft
) -> None:
    answered = browser.post(
        at(draft, "say/"), {"text": "move my dentist appointment to Thursday"}, headers=HTMX
    ).content.decode()

    assert "nothing was changed" in answered and 'href="/appointments/"' in answered
    draft.refresh_from_db()
    assert draft.value("service") is None and not Call.objects.exists()


def test_of_two_times_of_day_one_is_pressed(browser: Client, draft: Draft) -> None:
    say = at(draft, "say/")
    asked = browser.post(say, {"text": "dentist next week, before 10 or after 5"}, headers=HTMX)
    assert "Before 10:00 AM" in asked.content.decode()

    browser.post(say, {"text": "After 5:00 PM"}, headers=HTMX)

    draft.refresh_from_db()
    assert draft.value("earliest_time") == "17:00" and draft.value("latest_time") is None


def test_only_the_business_that_was_named_is_called(browser: Client, draft: Draft) -> None:
    listed = call_preview.look(drafting.say(draft, "dentist next week"))
    assert listed is not None
    name = listed.called[-1].provider.name

    only = call_preview.look(drafting.put(draft, {"provider": name}))

    assert only is not None and 0 < only.count < listed.count
    assert all(name in choice.provider.name for choice in only.called)
    assert "Only at" in browser.get(at(draft)).content.decode()
