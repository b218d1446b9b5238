"""The oracle finds each breach that is planted in sound books, and none where there is none."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from callpilot.json_types import JsonObject
from campaigns.models import Booking, Event, Suppression
from scheduling.models import Appointment, Hold
from tests.chaos import evidence, oracle
from tests.chaos.evidence import BookEntry, CarrierCall, Evidence, Row, Stream, Terms, Words
from tests.factories import make_call, make_campaign, make_offer
from voice.models import ToolRun

APPS = {"callpilot", "campaigns", "scheduling", "telephony", "voice", "django"}
SEEN = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
VISIT = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
TERMS = Terms(limit_seconds=420, price_per_minute=Decimal("0.11"))
ASKED, BOOKED = "CA1", "CA2"


def ago(seconds: float) -> datetime:
    return SEEN - timedelta(seconds=seconds)


def carrier_call(sid: str, to: str, began: float) -> CarrierCall:
    """A talk of half a minute."""
    stream = Stream(ago(began - 5), ago(began - 35))
    return CarrierCall(
        sid, to, "completed", 30, 1, ago(began), ago(began - 4), ago(began - 35), (stream,)
    )


@pytest.fixture
def sound(db: None) -> Evidence:
    """An enquiry and a confirm call, both talked; what was booked stands here and at the desk."""
    campaign = make_campaign(status="confirmed", budget=Decimal("1.00"))
    quote = {"quote": "Yes, you are booked."}
    times = {"ended_at": ago(260), "concluded_at": ago(259), "answered_at": ago(296)}
    asked = make_call(campaign, status="completed", carrier_id=ASKED, cost=Decimal("0.2"), **times)
    offer = make_offer(
        asked, status="booked", start=VISIT, end=VISIT + timedelta(minutes=30), evidence=quote
    )
    later = {name: moment + timedelta(seconds=100) for name, moment in times.items()}
    booked = make_call(
        campaign,
        provider=asked.provider,
        purpose="confirm",
        offer=offer,
        status="completed",
        carrier_id=BOOKED,
        cost=Decimal("0.2"),
        **later,
    )
    hold = Hold.objects.create(
        person=campaign.person, wish=campaign.pk, start=offer.start, end=offer.end
    )
    appointment = Appointment.objects.create(
        person=campaign.person,
        hold=hold,
        status="booked",
        start=offer.start,
        end=offer.end,
        timezone="America/Los_Angeles",
        title="Dentist",
        place_name="Test Dental",
        phone=booked.to_number,
        confirmation_ref="CP-1",
    )
    Booking.objects.create(
        campaign=campaign,
        offer=offer,
        status="booked",
        appointment=appointment,
        evidence=quote,
        deadline_at=SEEN,
    )
    for call, name, answer in (
        (asked, "report_slot_offer", {"offer_id": str(offer.pk)}),
        (booked, "book_slot", {"booked": True, "reference": "CP-1"}),
    ):
        ToolRun.objects.create(call=call, name=name, key=name, ok=True, answer=answer)
    Event.record(campaign, Event.Kind.CAMPAIGN_MOVED, status="confirmed")
    with connection.cursor() as cursor:
        rows = evidence.rows_by_sql(cursor)
    return Evidence(
        calls=[
            carrier_call(ASKED, asked.to_number, 300),
            carrier_call(BOOKED, asked.to_number, 200),
        ],
        rows=rows,
        terms=TERMS,
        seen=SEEN,
        books=[BookEntry(asked.to_number, "Alex Example", offer.start, offer.end, booked=True)],
        quiet_since=ago(150),
    )


def row(found: Evidence, table: str, **which: object) -> Row:
    """The first row of a table whose columns are so."""
    return next(
        row for row in found.rows[table] if all(row[name] == value for name, value in which.items())
    )


def alter(found: Evidence, sid: str, **changes: object) -> None:
    fields: JsonObject = changes
    found.calls = [replace(call, **fields) if call.sid == sid else call for call in found.calls]


def test_nothing_is_found_where_nothing_is_wrong(sound: Evidence) -> None:
    assert oracle.breaches(sound) == []
    assert oracle.counters(sound)["calls accepted"] == 2


# --- what is planted -------------------------------------------------------------------------


def a_call_of_which_we_know_nothing(found: Evidence) -> None:
    found.calls.append(carrier_call("CA9", "+14155550188", 90))


def a_call_that_nobody_ends_here(found: Evidence) -> None:
    row(found, "calls", carrier_id=ASKED)["status"] = "in_progress"


def an_end_on_which_nobody_acted(found: Evidence) -> None:
    row(found, "calls", carrier_id=ASKED)["concluded_at"] = None


def a_second_call_for_one_task(found: Evidence) -> None:
    twin = dict(row(found, "calls", carrier_id=ASKED), id="ff" * 16, carrier_id="CA3")
    found.rows["calls"].append(twin)
    found.calls.append(carrier_call("CA3", found.calls[0].to, 100))


def two_calls_to_one_number_at_once(found: Evidence) -> None:
    first, second = found.calls
    alter(found, second.sid, accepted=first.accepted + timedelta(seconds=10))


def one_left_running(found: Evidence) -> None:
    alter(found, BOOKED, status="in-progress", ended=None)


def one_that_ran_on_after_its_end_with_us(found: Evidence) -> None:
    alter(found, ASKED, ended=ago(190))
    alter(found, BOOKED, accepted=ago(189), streams=())


def one_longer_than_the_limit(found: Evidence) -> None:
    alter(found, ASKED, minutes=8)


def one_that_the_carrier_never_had(found: Evidence) -> None:
    del found.calls[0]


def one_that_rang_another_number(found: Evidence) -> None:
    row(found, "calls", carrier_id=ASKED)["to_number"] = "+14155550177"


def a_talk_without_a_call(found: Evidence) -> None:
    row(found, "calls", carrier_id=ASKED)["carrier_id"] = None


def an_end_told_differently(found: Evidence) -> None:
    row(found, "calls", carrier_id=ASKED)["status"] = "failed"


def a_dial_in_doubt_for_ever(found: Evidence) -> None:
    doubtful = dict(row(found, "calls", carrier_id=ASKED), id="ee" * 16, carrier_id=None)
    doubtful |= {"status": "in_doubt", "claimed_at": ago(400), "answered_at": None, "attempt": 2}
    found.rows["calls"].append(doubtful)
    found.quiet_since = ago(200)


def a_dial_to_somebody_who_wants_peace(found: Evidence) -> None:
    Suppression.objects.create(phone=found.calls[1].to, source="callee")
    with connection.cursor() as cursor:
        found.rows["suppressions"] = evidence.rows_by_sql(cursor)["suppressions"]
    found.rows["suppressions"][0]["created_at"] = ago(250)


def a_dial_to_a_number_of_nobody(found: Evidence) -> None:
    found.terms = replace(TERMS, numbers=frozenset({"+14155550111"}))


def silence_after_a_broken_stream(found: Evidence) -> None:
    alter(found, ASKED, streams=(Stream(ago(295), ago(290)),), ended=ago(225), accepted=ago(300))
    row(found, "calls", carrier_id=ASKED)["ended_at"] = ago(225)
    alter(found, BOOKED, accepted=ago(200))


def a_campaign_open_after_the_last_fault(found: Evidence) -> None:
    campaign = row(found, "campaigns")
    found.rows["campaigns"].append(
        dict(campaign, id="dd" * 16, status="negotiating", event_count=0)
    )


def a_campaign_whose_call_should_be_on_its_way(found: Evidence) -> None:
    a_campaign_open_after_the_last_fault(found)
    due = dict(row(found, "calls", carrier_id=ASKED), id="cc" * 16, carrier_id=None)
    due |= {"campaign_id": "dd" * 16, "status": "queued", "due_at": ago(60), "answered_at": None}
    found.rows["calls"].append(due)


def a_failure_without_a_word(found: Evidence) -> None:
    failed = dict(row(found, "campaigns"), id="dd" * 16, status="failed", event_count=0, reason="")
    found.rows["campaigns"].append(failed)


def more_spent_than_the_cap_by_our_rows(found: Evidence) -> None:
    row(found, "calls", carrier_id=ASKED)["cost"] = Decimal("0.9")


def more_spent_than_the_cap_by_the_carriers_ledger(found: Evidence) -> None:
    row(found, "campaigns")["budget"] = Decimal("0.21")
    for each in found.rows["calls"]:
        each["cost"] = Decimal("0.10")


def a_minute_that_nobody_accounts_for(found: Evidence) -> None:
    alter(found, ASKED, minutes=3)


def an_event_that_is_missing(found: Evidence) -> None:
    row(found, "events")["number"] = 2


def an_offer_whose_time_is_free_for_others(found: Evidence) -> None:
    row(found, "offers")["status"] = "standing"
    row(found, "campaigns")["status"] = "ranking"
    row(found, "bookings")["status"] = "refused"
    row(found, "appointments")["status"] = "cancelled"
    row(found, "holds")["released_at"] = ago(1)
    found.books = None


def a_booking_without_a_word(found: Evidence) -> None:
    row(found, "bookings")["evidence"] = "{}"


def an_offer_without_a_word(found: Evidence) -> None:
    row(found, "offers")["evidence"] = {}


def an_answer_about_an_offer_that_is_nowhere(found: Evidence) -> None:
    row(found, "tool_runs", name="report_slot_offer")["answer"] = '{"offer_id": "aa-bb"}'


def an_answer_about_a_booking_that_is_nowhere(found: Evidence) -> None:
    run = row(found, "tool_runs", name="book_slot")
    run["answer"] = {"booked": True, "reference": "CP-2"}


def two_permits_of_one_campaign(found: Evidence) -> None:
    second = dict(row(found, "bookings"), id="bb" * 16, status="confirming")
    found.rows["bookings"].append(second)


def two_appointments_of_one_person_at_once(found: Evidence) -> None:
    second = dict(row(found, "appointments"), id="bb" * 16, status="booked", phone="+14155550166")
    found.rows["appointments"].append(second)
    assert found.books is not None
    found.books.append(replace(found.books[0], phone="+14155550166"))


def two_wishes_that_hold_one_time(found: Evidence) -> None:
    found.rows["holds"].append(dict(row(found, "holds"), id="bb" * 16, wish="aa" * 16))


def an_appointment_whose_time_lapses(found: Evidence) -> None:
    row(found, "holds")["lapses_at"] = SEEN + timedelta(minutes=5)


def a_time_that_the_desk_gave_twice(found: Evidence) -> None:
    assert found.books is not None
    later = found.books[0].start + timedelta(minutes=15)
    found.books.append(replace(found.books[0], caller="Robin Vale", start=later))


def a_booking_that_we_forgot(found: Evidence) -> None:
    assert found.books is not None
    found.books.append(replace(found.books[0], phone="+14155550166"))


def an_appointment_in_no_book(found: Evidence) -> None:
    assert found.books is not None
    found.books = [replace(found.books[0], booked=False)]


Plant = Callable[[Evidence], None]
PLANTED: Mapping[str, list[Plant]] = {
    "calls lost": [
        a_call_of_which_we_know_nothing,
        a_call_that_nobody_ends_here,
        an_end_on_which_nobody_acted,
    ],
    "calls doubled": [a_second_call_for_one_task, two_calls_to_one_number_at_once],
    "calls left running": [
        one_left_running,
        one_that_ran_on_after_its_end_with_us,
        one_longer_than_the_limit,
    ],
    "calls invented": [
        one_that_the_carrier_never_had,
        one_that_rang_another_number,
        a_talk_without_a_call,
    ],
    "calls told differently": [an_end_told_differently],
    "calls in doubt for too long": [a_dial_in_doubt_for_ever],
    "forbidden dials": [a_dial_to_somebody_who_wants_peace, a_dial_to_a_number_of_nobody],
    "callees left in silence": [silence_after_a_broken_stream],
    "campaigns stuck": [
        a_campaign_open_after_the_last_fault,
        a_campaign_whose_call_should_be_on_its_way,
    ],
    "failures unexplained": [a_failure_without_a_word],
    "spend over the cap": [
        more_spent_than_the_cap_by_our_rows,
        more_spent_than_the_cap_by_the_carriers_ledger,
        a_minute_that_nobody_accounts_for,
    ],
    "gaps in the log": [an_event_that_is_missing],
    "offers not held": [an_offer_whose_time_is_free_for_others],
    "claims unproven": [a_booking_without_a_word, an_offer_without_a_word],
    "answers forgotten": [
        an_answer_about_an_offer_that_is_nowhere,
        an_answer_about_a_booking_that_is_nowhere,
    ],
    "double bookings": [
        two_permits_of_one_campaign,
        two_appointments_of_one_person_at_once,
        two_wishes_that_hold_one_time,
        an_appointment_whose_time_lapses,
    ],
    "bookings against the desks' books": [
        a_time_that_the_desk_gave_twice,
        a_booking_that_we_forgot,
    ],
    "appointments invented": [an_appointment_in_no_book],
}


@pytest.mark.parametrize(
    ("counter", "plant"),
    [(counter, plant) for counter, plants in PLANTED.items() for plant in plants],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_each_planted_breach_is_found(sound: Evidence, counter: str, plant: Plant) -> None:
    plant(sound)

    assert counter in {breach.counter for breach in oracle.breaches(sound)}
    assert oracle.counters(sound)[counter] > 0


def test_every_counter_has_been_seen_to_count() -> None:
    assert PLANTED.keys() == oracle.COUNTERS.keys()


# --- what is not a breach --------------------------------------------------------------------


def test_a_campaign_is_given_time_after_the_last_fault(sound: Evidence) -> None:
    a_campaign_open_after_the_last_fault(sound)
    sound.quiet_since = ago(119)

    assert oracle.breaches(sound) == []


def test_a_desk_that_is_told_of_a_cancelled_booking_has_not_been_forgotten(sound: Evidence) -> None:
    for table in ("appointments", "bookings", "campaigns"):
        row(sound, table)["status"] = "cancelled"
    confirm = row(sound, "calls", carrier_id=BOOKED)
    sound.rows["calls"].append(
        dict(confirm, id="bb" * 16, purpose="cancel", status="queued", carrier_id=None)
        | {"answered_at": None, "concluded_at": None}
    )

    assert oracle.breaches(sound) == []


def test_what_a_desk_has_given_to_others_is_no_business_of_ours(sound: Evidence) -> None:
    assert sound.books is not None
    sound.books.append(replace(sound.books[0], phone="+14155550166", caller="somebody else"))

    assert oracle.breaches(sound) == []


def test_a_call_that_a_kill_cut_is_counted_by_what_became_of_it(sound: Evidence) -> None:
    cut = ago(290)
    sound.cuts = [cut]
    broken = Stream(ago(295), cut + timedelta(seconds=1))
    alter(sound, ASKED, streams=(broken, Stream(ago(285), ago(265))))
    assert oracle.cut_calls(sound) == {oracle.RESUMED: 1}

    alter(sound, ASKED, streams=(broken,), ended_by="callee")
    assert oracle.cut_calls(sound) == {oracle.HUNG_UP: 1}

    sorry = Words(ago(270), "application")
    alter(sound, ASKED, words=(sorry,), ended_by="document")
    assert oracle.cut_calls(sound) == {oracle.EXCUSED: 1}


@pytest.mark.parametrize(
    "changes",
    [
        {"ended_by": "document"},  # without a word
        {"ended_by": "document", "words": (Words(ago(298), "application"),)},  # before the cut
        {"ended_by": "document", "words": (Words(ago(270), "carrier"),)},  # not ours
        {"ended_by": "request", "words": (Words(ago(270), "application"),)},  # amid waiting
        {"ended_by": "document", "words": (Words(ago(201), "application"),), "ended": ago(200)},
        {"streams": (Stream(ago(295), ago(289)), Stream(ago(220), ago(210))), "ended": ago(200)},
    ],
)
def test_a_call_that_a_kill_cut_and_nobody_took_up_is_counted(
    sound: Evidence, changes: JsonObject
) -> None:
    sound.cuts = [ago(290)]
    alter(sound, ASKED, **{"streams": (Stream(ago(295), ago(289)),)} | changes)

    assert oracle.cut_calls(sound) == {oracle.LEFT: 1}


def test_a_campaign_is_open_unless_it_is_over_or_waits_for_somebody(sound: Evidence) -> None:
    (campaign,) = found = sound.rows["campaigns"]
    assert oracle.open_campaigns(sound) == 0

    for status, count in (("negotiating", 1), ("ranking", 0), ("failed", 0), ("confirming", 1)):
        campaign["status"] = status
        assert oracle.open_campaigns(sound) == count, found

    row(sound, "calls", carrier_id=ASKED).update(status="queued", due_at=ago(-60))
    assert oracle.open_campaigns(sound) == 0, "its next call has its time"


# --- whom it trusts --------------------------------------------------------------------------


@pytest.mark.parametrize("module", [oracle, evidence])
def test_the_oracle_imports_nothing_of_the_application(module: object) -> None:
    tree = ast.parse(Path(str(getattr(module, "__file__", ""))).read_text())
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not imported & APPS
