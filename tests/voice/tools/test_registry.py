"""The agent's tools: what they do, refuse, and never say."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connections
from django.utils.timezone import now
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from callpilot.json_types import JsonObject
from campaigns.bookings import booking
from campaigns.models import (
    Booking,
    Call,
    Campaign,
    Candidate,
    Event,
    Offer,
    Provider,
    Suppression,
)
from campaigns.signals import keys_wanted
from scheduling.language.speak import spoken
from tests.factories import make_call, make_campaign, make_offer, make_provider
from tests.voice.desk import ZONE, agreement, iso, workday
from voice.models import ToolRun, Turn
from voice.tools import call as call_tools
from voice.tools import registry
from voice.tools.context import Answer, Context

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return make_call(status="in_progress", answered_at=now())


def say(call: Call, speaker: str, text: str) -> Turn:
    number = call.turns.count() + 1
    return Turn.objects.create(
        call=call, number=number, speaker=speaker, text=text, started_ms=1000 * number
    )


def agree(call: Call, start: datetime) -> None:
    """The dialogue that proves an offer and a booking: named, read back, yes."""
    for speaker, text in agreement(start):
        say(call, speaker, text)


# --- schemas ----------------------------------------------------------------------------------


def walk(schema: JsonObject) -> Iterator[JsonObject]:
    yield schema
    for inner in schema.get("properties", {}).values():
        yield from walk(inner)
    if "items" in schema:
        yield from walk(schema["items"])


@pytest.mark.parametrize("name", registry.TOOLS)
def test_schemas_use_only_what_every_vendor_understands(name: str) -> None:
    tool = registry.TOOLS[name]

    known = {"type", "description", "enum", "items", "properties", "required"}
    for schema in walk(tool.parameters):
        assert set(schema) <= known
    for schema in tool.parameters["properties"].values():
        assert schema["description"]
    assert tool.description
    assert set(tool.parameters["required"]) <= set(tool.parameters["properties"])
    json.dumps(tool.parameters)


def test_every_tool_of_the_contract_exists() -> None:
    wanted = {
        "check_availability validate_slot report_slot_offer book_slot get_distance "
        "provider_lookup propose_alternatives ask_person press_keys log_event end_call"
    }

    assert set(" ".join(wanted).split()) <= set(registry.TOOLS)
    assert registry.ALIASES["calendar_check"] in registry.TOOLS
    assert registry.ALIASES["distance_check"] in registry.TOOLS


def test_objects_and_lists_are_described_to_the_last_word() -> None:
    alternatives = registry.TOOLS["propose_alternatives"].parameters["properties"]["constraints"]
    details = registry.TOOLS["log_event"].parameters["properties"]["data"]

    assert (alternatives["type"], details["type"]) == ("object", "object")
    assert alternatives["properties"]["days"]["items"]["enum"][0] == "monday"
    inner = [each for each in walk(alternatives) if "properties" not in each]
    assert all(each["description"] for each in [*inner, *details["properties"].values()])


# --- shapes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "clock", ["10:30", "10:30:00", "10:30 AM", "10:30am", "10:30 a.m."]
)  # fmt: skip
def test_a_date_and_a_time_apart_are_a_start(call: Call, clock: str) -> None:
    start = workday(10, 30)
    apart = {"date": start.date().isoformat(), "time": clock}

    answer = registry.run(call.pk, "report_slot_offer", apart)

    assert answer["ok"] and Offer.objects.get().start == start


@pytest.mark.parametrize(
    ("text", "clock"), [("2 pm", "14:00"), ("12:15 AM", "00:15"), ("9:05", "09:05"), ("x", "x")]
)
def test_a_clock_of_twelve_hours_is_read(text: str, clock: str) -> None:
    assert registry._clock(text) == clock


def test_a_date_alone_is_no_start(call: Call) -> None:
    assert not registry.run(call.pk, "validate_slot", {"date": "2026-12-01"})["ok"]


@pytest.mark.parametrize("sent", ['{"days": ["monday"]}', "only Mondays"])
def test_an_object_may_come_as_text(call: Call, sent: str) -> None:
    answer = registry.run(call.pk, "propose_alternatives", {"constraints": sent})

    days = [datetime.fromisoformat(each).weekday() for each in answer["slots"]]
    assert days and set(days) == {0}


def test_objects_within_objects_without_end_are_refused(call: Call) -> None:
    deep: JsonObject = {}
    for _ in range(400):
        deep = {"more": deep}

    answer = registry.run(call.pk, "log_event", {"message": "A note.", "data": deep})

    assert answer["ok"] is False and len(answer["say"]) < 250


# --- times ------------------------------------------------------------------------------------


def test_a_time_that_fits_is_acceptable(call: Call) -> None:
    answer = registry.run(call.pk, "validate_slot", {"start": iso(workday(10, 30))})

    assert answer["ok"] and answer["acceptable"]


def test_local_time_and_time_with_an_offset_are_the_same(call: Call) -> None:
    start = workday(10, 30)
    local = registry.run(call.pk, "report_slot_offer", {"start": iso(start)})
    abroad = start.astimezone(UTC).isoformat()
    with_offset = registry.run(call.pk, "report_slot_offer", {"start": abroad})

    assert local["offer_id"] == with_offset["offer_id"]
    assert Offer.objects.get().start == start


def test_a_time_outside_the_wish_is_not_acceptable_and_says_why(call: Call) -> None:
    late = workday(10) + timedelta(days=60)

    answer = registry.run(call.pk, "validate_slot", {"start": iso(late)})

    assert answer["ok"] and not answer["acceptable"]
    assert answer["reason"]


def test_a_busy_time_never_says_why(call: Call) -> None:
    from scheduling.models import CalendarEntry

    start = workday(10)
    person = Campaign.objects.get().person
    end = start + timedelta(hours=2)
    CalendarEntry.objects.create(person=person, start=start, end=end, title="Secret surgery")

    answer = registry.run(call.pk, "check_availability", {"start": iso(start)})

    assert answer["free"] is False
    assert "Secret" not in json.dumps(answer)
    assert answer["alternatives"]


def test_alternatives_are_free_times_with_words(call: Call) -> None:
    answer = registry.run(call.pk, "propose_alternatives", {"constraints": "after lunch"})

    assert 1 <= len(answer["slots"]) == len(answer["words"]) <= 3


@pytest.mark.parametrize("start", ["tomorrow", "2026-13-01T10:00", "", "10:30", "2026-12-01"])
def test_times_that_are_none_are_refused_with_a_sentence(call: Call, start: str) -> None:
    answer = registry.run(call.pk, "validate_slot", {"start": start})

    assert answer["ok"] is False
    assert answer["say"].endswith(".")


def test_a_clock_time_that_the_night_lacks_or_has_twice_is_refused(call: Call) -> None:
    for start in ("2027-03-14T02:30", "2027-11-07T01:30"):
        answer = registry.run(call.pk, "validate_slot", {"start": start})

        assert answer["ok"] is False
        assert "clocks" in answer["say"]


# --- offers -----------------------------------------------------------------------------------


def test_an_offer_that_the_callee_made_is_verified(call: Call) -> None:
    start = workday(10, 30)
    agree(call, start)

    answer = registry.run(call.pk, "report_slot_offer", {"start": iso(start), "price": "$85"})

    offer = Offer.objects.get()
    assert answer["verified"] is True
    assert answer["rank"] == 1
    assert (offer.verified, offer.price) == (True, Decimal(85))
    assert offer.evidence["turns"]
    assert offer.evidence["call_id"] == str(call.pk)


def test_an_offer_that_only_the_agent_speaks_of_is_not_verified(call: Call) -> None:
    start = workday(10, 30)
    say(call, "agent", f"So that is {spoken(start)}. Booked!")
    say(call, "callee", "Who is this?")

    answer = registry.run(call.pk, "report_slot_offer", {"start": iso(start)})

    assert answer["verified"] is False
    assert Offer.objects.get().verified is False


def test_a_time_the_callee_has_refused_is_no_offer(call: Call) -> None:
    start = workday(10, 30)
    say(call, "agent", f"Would {spoken(start)} be possible?")
    say(call, "callee", f"No, sorry, {spoken(start)} is taken.")

    answer = registry.run(call.pk, "report_slot_offer", {"start": iso(start)})

    assert answer["ok"] is False
    assert not Offer.objects.exists()


def test_the_same_question_gets_the_same_answer(call: Call) -> None:
    start = workday(10, 30)
    agree(call, start)

    answers = [registry.run(call.pk, "report_slot_offer", {"start": iso(start)}) for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert ToolRun.objects.count() == 1
    assert Event.objects.filter(kind="offer_noted").count() == 1


def test_after_new_words_it_is_a_new_question(call: Call) -> None:
    start = workday(10, 30)
    first = registry.run(call.pk, "report_slot_offer", {"start": iso(start)})
    agree(call, start)

    second = registry.run(call.pk, "report_slot_offer", {"start": iso(start)})

    assert (first["verified"], second["verified"]) == (False, True)
    assert Offer.objects.get().verified


@pytest.mark.django_db(transaction=True)
def test_a_concurrent_twin_waits_for_the_answer_to_the_first() -> None:
    call = make_call(status="in_progress", answered_at=now())
    answers = []

    def ask() -> None:
        try:
            answers.append(
                registry.run(call.pk, "report_slot_offer", {"start": iso(workday(10, 30))})
            )
        finally:
            connections.close_all()

    twins = [threading.Thread(target=ask) for _ in range(4)]
    for twin in twins:
        twin.start()
    for twin in twins:
        twin.join()

    assert len(answers) == 4
    assert all(answer == answers[0] for answer in answers)
    assert ToolRun.objects.count() == 1
    assert Offer.objects.count() == 1


def test_a_question_whose_asker_died_is_answered_anew(call: Call) -> None:
    arguments = {"message": "Parking behind the house.", "data": ""}
    key = registry._key("log_event", arguments, [])
    row = ToolRun.objects.create(call=call, name="log_event", arguments=arguments, key=key)
    ToolRun.objects.filter(pk=row.pk).update(created_at=now() - registry.STALE * 2)

    assert registry.run(call.pk, "log_event", {"message": "Parking behind the house."})["ok"]


# --- booking ----------------------------------------------------------------------------------


def confirm_call() -> tuple[Call, Offer]:
    """A confirm call in progress, and the offer it is about."""
    start = workday(10, 30)
    enquiry = make_call(status="completed")
    offer = make_offer(enquiry, start=start)
    booking.confirm(offer.campaign, offer)
    call = Call.objects.get(purpose="confirm")
    Call.objects.filter(pk=call.pk).update(status="in_progress", answered_at=now())
    call.refresh_from_db()
    return call, offer


def test_a_clear_yes_books(call: Call) -> None:
    call, offer = confirm_call()
    agree(call, offer.start.astimezone(ZONE))

    answer = registry.run(call.pk, "book_slot", {"start": iso(offer.start.astimezone(ZONE))})

    assert answer["booked"] is True
    assert answer["reference"]
    assert Booking.objects.get().status == Booking.Status.BOOKED
    assert Booking.objects.get().evidence["turns"]


def test_asking_again_after_booking_gets_the_same(call: Call) -> None:
    call, offer = confirm_call()
    start = offer.start.astimezone(ZONE)
    agree(call, start)
    first = registry.run(call.pk, "book_slot", {"start": iso(start)})
    say(call, "callee", "See you then.")

    again = registry.run(call.pk, "book_slot", {"start": iso(start)})

    assert first == again


@pytest.mark.parametrize("reply", ["Probably.", "Did you say ten thirty?", "Hmm.", "No, sorry."])
def test_anything_but_a_clear_yes_does_not_book(call: Call, reply: str) -> None:
    call, offer = confirm_call()
    start = offer.start.astimezone(ZONE)
    say(call, "agent", f"So that is {spoken(start)}, for Alex Example. Is that right?")
    say(call, "callee", reply)

    answer = registry.run(call.pk, "book_slot", {"start": iso(start)})

    assert answer["booked"] is False
    assert answer["reason"]
    assert Booking.objects.get().status == Booking.Status.CONFIRMING


def test_another_time_than_the_one_spoken_about_is_not_booked(call: Call) -> None:
    call, offer = confirm_call()
    other = offer.start.astimezone(ZONE) + timedelta(hours=1)
    agree(call, other)

    assert registry.run(call.pk, "book_slot", {"start": iso(other)})["booked"] is False


def test_an_enquiry_does_not_book_unless_the_person_lets_it(call: Call) -> None:
    start = workday(10, 30)
    agree(call, start)

    assert registry.run(call.pk, "book_slot", {"start": iso(start)})["booked"] is False
    assert not Booking.objects.exists()


def test_an_enquiry_books_what_fits_through_the_one_permit() -> None:
    campaign = make_campaign(booking_policy="book_when_it_fits", status="negotiating")
    first = make_call(campaign, status="in_progress", answered_at=now())
    second = make_call(campaign, status="in_progress", answered_at=now())
    answers = []
    for each, hour in ((first, 10), (second, 14)):
        start = workday(hour)
        agree(each, start)
        registry.run(each.pk, "report_slot_offer", {"start": iso(start)})
        answers.append(registry.run(each.pk, "book_slot", {"start": iso(start)}))

    assert [answer["booked"] for answer in answers] == [True, False]
    assert Booking.objects.filter(status="booked").count() == 1


# --- limits and bad input ---------------------------------------------------------------------


def test_availability_may_be_asked_about_twelve_times(call: Call) -> None:
    for minute in range(12):
        assert registry.run(call.pk, "check_availability", {"start": iso(workday(9, minute))})["ok"]

    for name in ("check_availability", "validate_slot"):  # it is one question by two names
        assert registry.run(call.pk, name, {"start": iso(workday(11))})["ok"] is False
    assert ToolRun.objects.count() == 12


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("report_slot_offer", 8), ("propose_alternatives", 6), ("provider_lookup", 4),
        ("ask_person", 6), ("press_keys", 12), ("book_slot", 6), ("log_event", 60),
    ],
)  # fmt: skip
def test_each_tool_may_be_run_so_often_in_one_call(call: Call, name: str, most: int) -> None:
    def run_before(count: int) -> None:
        for number in range(count):
            key = f"{name}{number}{ToolRun.objects.count()}"
            ToolRun.objects.create(call=call, name=name, key=key, arguments={})

    run_before(most - 1)
    assert not registry._enough(call, name)
    run_before(1)
    given = {"start": iso(workday(10)), "question": "?", "digits": "1", "message": "a note"}
    wanted = registry.TOOLS[name].parameters["properties"]

    answer = registry.run(call.pk, name, {key: given[key] for key in given if key in wanted})

    assert answer["say"] == "Enough of that for one call. Please come to an end."
    assert ToolRun.objects.count() == most


@pytest.mark.django_db(transaction=True)
def test_limits_hold_for_those_who_ask_at_once() -> None:
    call = make_call(status="in_progress", answered_at=now())
    for number in range(registry.MAX_CHECKS - 2):
        ToolRun.objects.create(call=call, name="validate_slot", key=str(number), answer={})
    starts = threading.Barrier(6)

    def ask(minute: int) -> None:
        try:
            starts.wait()
            registry.run(call.pk, "validate_slot", {"start": iso(workday(9, minute))})
        finally:
            connections.close_all()

    askers = [threading.Thread(target=ask, args=(minute,)) for minute in range(6)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert ToolRun.objects.count() == registry.MAX_CHECKS


def test_what_is_booked_stays_booked_whatever_the_agent_says_afterwards() -> None:
    call = make_call(make_campaign(booking_policy="book_when_it_fits"), status="in_progress")
    agree(call, workday(10, 30))
    assert registry.run(call.pk, "book_slot", {"start": iso(workday(10, 30))})["booked"]

    registry.run(call.pk, "withdraw_offer", {"start": iso(workday(10, 30))})
    for outcome in ("refused", "no_slots", "declined", "callback_promised"):
        registry.run(call.pk, "end_call", {"outcome": outcome})

    assert Booking.objects.get().status == "booked"
    assert Offer.objects.get().status == "booked"
    assert Call.objects.get(pk=call.pk).outcome == "booked"


def test_a_call_that_books_a_time_cannot_withdraw_it_and_book_it_all_the_same() -> None:
    offer = make_offer(start=workday(10, 30))
    booking.confirm(offer.campaign, offer)
    call = Call.objects.get(purpose="confirm")
    Call.objects.filter(pk=call.pk).update(status="in_progress", answered_at=now())

    answer = registry.run(call.pk, "withdraw_offer", {"start": iso(workday(10, 30))})

    assert answer["ok"] is False
    assert Offer.objects.get().status == "standing"


def test_nobody_keeps_a_time_for_days_on_the_agents_word_alone(call: Call) -> None:
    start = workday(10, 30)
    until = (start - timedelta(hours=1)).replace(tzinfo=None).isoformat()

    registry.run(call.pk, "report_slot_offer", {"start": iso(start), "kept_until": until})

    offer = Offer.objects.get()
    assert offer.kept_until is None
    assert offer.hold is not None and offer.hold.lapses_at is not None
    assert offer.hold.lapses_at < now() + timedelta(hours=2)


def test_sixty_runs_are_enough_and_the_end_is_always_allowed(call: Call) -> None:
    for number in range(60):
        registry.run(call.pk, "log_event", {"message": f"note {number}"})

    assert registry.run(call.pk, "log_event", {"message": "one more"})["ok"] is False
    assert registry.run(call.pk, "end_call", {"outcome": "no_slots"})["ok"] is True


def test_a_call_that_has_ended_runs_no_tools(call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(status="completed")

    answer = registry.run(call.pk, "report_slot_offer", {"start": iso(workday(10))})

    assert answer["ok"] is False
    assert not ToolRun.objects.exists()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("transfer_money", {}),
        ("validate_slot", {}),
        ("validate_slot", {"start": "2026-12-01T10:30", "person": "Bob"}),
        ("validate_slot", {"start": ["2026-12-01T10:30"]}),
        ("end_call", {"outcome": "world peace"}),
        ("log_event", {"message": "x" * 10_000}),
        ("press_keys", {"digits": "call mum"}),
        ("report_slot_offer", {"start": "9999-12-31T23:59"}),
    ],
)
def test_bad_arguments_are_refused_with_a_short_sentence(
    call: Call, name: str, arguments: JsonObject
) -> None:
    answer = registry.run(call.pk, name, arguments)

    assert answer["ok"] is False
    assert 0 < len(answer["say"]) < 250
    assert "Traceback" not in answer["say"]


def test_numbers_nulls_and_foreign_ids_do_no_harm(call: Call) -> None:
    other = make_call(status="in_progress")
    arguments = {
        "start": iso(workday(10)),
        "price": 85,
        "end": None,
        "call_id": str(other.pk),
        "provider_id": str(other.provider_id),
    }

    registry.run(call.pk, "report_slot_offer", arguments)

    offer = Offer.objects.get()
    assert (offer.call_id, offer.price) == (call.pk, Decimal(85))


@examples(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(sorted(set(registry.TOOLS) - {"ask_person"}) + ["nonsense"]),
    arguments=st.dictionaries(
        st.sampled_from(["start", "end", "price", "digits", "outcome", "message", "x"]),
        st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.lists(st.integers()),
        max_size=4,
    ),
)
def test_no_arguments_raise(name: str, arguments: JsonObject) -> None:
    call = Call.objects.filter(status="in_progress").first() or make_call(status="in_progress")
    ToolRun.objects.all().delete()

    answer = registry.run(call.pk, name, arguments)

    assert isinstance(answer["ok"], bool)
    assert isinstance(answer["say"], str)


def test_a_fault_of_ours_is_a_sentence_too(call: Call) -> None:
    def broken(context: Context) -> Answer:
        raise RuntimeError("secret detail")

    tools = {"get_distance": registry.tool(broken)}

    answer = registry.run(call.pk, "get_distance", {}, tools=tools)

    assert answer == {"ok": False, "say": "Something went wrong on our side."}


# --- everything else --------------------------------------------------------------------------


def test_distance_is_that_of_this_business(call: Call) -> None:
    Candidate.objects.create(
        campaign=Campaign.objects.get(),
        provider=Provider.objects.get(),
        position=0,
        distance_km=3.14,
        travel_minutes=12.4,
        travel_mode="driving",
    )

    answer = registry.run(call.pk, "distance_check", {"provider_id": "somebody else"})

    assert (answer["minutes"], answer["km"], answer["mode"]) == (12, 3.1, "driving")


def test_other_businesses_come_without_their_numbers(call: Call) -> None:
    other = make_provider(name="Hill Dental")
    Candidate.objects.create(campaign=Campaign.objects.get(), provider=other, position=1)

    answer = registry.run(call.pk, "provider_lookup", {"service": "dentist"})

    assert [each["name"] for each in answer["providers"]] == ["Hill Dental"]
    assert other.phone not in json.dumps(answer)


def test_the_person_who_does_not_answer_costs_no_more_than_the_wait(
    call: Call, settings: Settings
) -> None:
    settings.ASK_SECONDS = 0.05

    answer = registry.run(call.pk, "ask_person", {"question": "Which insurance?"})

    assert answer["answer"] == call_tools.NO_ANSWER
    asked = Event.objects.get(kind="needs_you")
    assert asked.data["question"] == "Which insurance?"
    assert asked.call_id == call.pk


@pytest.mark.django_db(transaction=True)
def test_the_persons_answer_reaches_the_agent() -> None:
    call = make_call(status="in_progress")
    answers = []

    def ask() -> None:
        try:
            answers.append(registry.run(call.pk, "ask_person", {"question": "Which insurance?"}))
        finally:
            connections.close_all()

    asking = threading.Thread(target=ask)
    asking.start()
    while not Event.objects.filter(kind="needs_you").exists():
        assert asking.is_alive()
    Event.record(Campaign.objects.get(), "answered", call=call, answer="Delta Dental")
    asking.join()

    assert answers[0]["answer"] == "Delta Dental"


def test_keys_are_kept_and_announced(call: Call) -> None:
    pressed: list[UUID] = []

    def listen(sender: type[Call], call_id: UUID, **kwargs: object) -> None:
        pressed.append(call_id)

    keys_wanted.connect(listen)
    try:
        answer = registry.run(call.pk, "press_keys", {"digits": 2})
    finally:
        keys_wanted.disconnect(listen)

    call.refresh_from_db()
    assert answer["ok"]
    assert (call.keys_wanted, pressed) == ("2", [call.pk])


def test_booked_is_not_believed_without_a_booking() -> None:
    call, _offer = confirm_call()

    registry.run(call.pk, "end_call", {"outcome": "booked", "summary": "All done!"})

    call.refresh_from_db()
    assert call.outcome == Call.Outcome.FAILED
    assert Booking.objects.get().status == Booking.Status.CONFIRMING


def test_a_refusal_frees_the_permit() -> None:
    call, _offer = confirm_call()

    registry.run(call.pk, "end_call", {"outcome": "refused", "summary": "It went this morning."})

    call.refresh_from_db()
    assert call.outcome == Call.Outcome.REFUSED
    assert Booking.objects.get().status == Booking.Status.REFUSED


def test_no_time_for_this_is_a_pause_and_not_for_ever(call: Call) -> None:
    say(call, "callee", "I have no time for this.")

    registry.run(call.pk, "end_call", {"outcome": "declined"})

    assert Suppression.objects.get().source == Suppression.Source.COOL_DOWN


def test_a_promised_callback_keeps_its_time(call: Call) -> None:
    say(call, "callee", "Please call back tomorrow at three in the afternoon.")

    registry.run(call.pk, "end_call", {"outcome": "callback_promised"})

    call.refresh_from_db()
    assert call.outcome == Call.Outcome.CALLBACK_PROMISED
    assert any("T" in str(value) for value in call.brief.values())


def test_each_run_is_an_event(call: Call) -> None:
    registry.run(call.pk, "log_event", {"message": "Closed on Mondays."})

    run = Event.objects.get(kind="tool_run")
    assert (run.data["name"], run.data["ok"]) == ("log_event", True)


def test_all_tools_together_have_a_limit_and_only_the_end_is_always_granted(call: Call) -> None:
    for number in range(registry.MAX_RUNS):
        ToolRun.objects.create(call=call, name="get_distance", key=str(number), answer={})

    assert not registry.run(call.pk, "log_event", {"message": "They close at noon."})["ok"]
    assert registry.run(call.pk, "end_call", {"outcome": "no_slots"})["ok"]
