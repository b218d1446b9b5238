"""Twilio as a carrier: its words, its refusals, and what each says about a dial."""

import socket
from datetime import timedelta

import pytest
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from callpilot.errors import CarrierError
from telephony.carriers.base import Dial
from telephony.carriers.twilio.client import TwilioCarrier
from tests.telephony.fake_carrier import FakeCarrier

DIAL = Dial(to_number="+14155550142", token="tok-en_1", ring_seconds=30, limit_seconds=420)
TWILIO = TwilioCarrier()


def test_a_dial_names_our_token_in_every_address(carrier: FakeCarrier, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://calls.example.com"

    sid = TWILIO.place(DIAL)

    assert list(carrier.calls) == [sid]
    form = carrier.dials[0]
    voice = "https://calls.example.com/twilio/voice/tok-en_1"
    assert form["Url"] == [voice + "#rc=2&rp=ct,5xx&ct=3000"]
    assert form["FallbackUrl"] == [voice + "/fallback"] and form["FallbackMethod"] == ["POST"]
    assert form["StatusCallback"] == [voice + "/status#rc=3&rp=all"]
    assert form["AsyncAmdStatusCallback"] == [voice + "/amd#rc=3&rp=all"]
    assert form["StatusCallbackEvent"] == ["initiated", "ringing", "answered", "completed"]
    assert (form["Timeout"], form["TimeLimit"]) == (["30"], ["420"])
    assert (form["MachineDetection"], form["AsyncAmd"]) == (["Enable"], ["true"])


def test_the_sdks_environment_does_not_bend_the_address(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    monkeypatch.setenv("TWILIO_REGION", "ie1")

    assert TWILIO.place(DIAL) in carrier.calls


# fault, in doubt, permanent
FAULTS = [
    ("429", False, False),
    ("401", False, True),
    ("21211", False, True),
    ("unheard of", False, True),
    ("500", True, False),
    ("500, placed", True, False),
    ("503", True, False),
    ("hang", True, False),
    ("hang, placed", True, False),
    ("drop", True, False),
    ("drop, placed", True, False),
    ("nonsense, placed", True, False),
]


@pytest.mark.parametrize(("fault", "in_doubt", "permanent"), FAULTS)
def test_every_fault_says_what_became_of_the_dial(
    carrier: FakeCarrier, fault: str, in_doubt: bool, permanent: bool
) -> None:
    carrier.faults = [fault]
    patience = 1 if fault.startswith("hang") else 10

    with pytest.raises(CarrierError) as caught:
        TwilioCarrier(timeout_seconds=patience).place(DIAL)

    assert (caught.value.in_doubt, caught.value.permanent) == (in_doubt, permanent)
    assert str(caught.value).endswith((".", ")."))
    assert len(carrier.dials) == 1  # nobody has tried again behind our back


def test_a_refused_connection_leaves_no_doubt(settings: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.TWILIO_API_URL = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(CarrierError) as caught:
        TWILIO.place(DIAL)

    assert not caught.value.in_doubt
    assert not caught.value.permanent


def test_an_unknown_host_leaves_no_doubt(settings: Settings) -> None:
    settings.TWILIO_API_URL = "http://carrier.invalid"
    with pytest.raises(CarrierError) as caught:
        TWILIO.place(DIAL)

    assert not caught.value.in_doubt


def test_a_call_without_an_end_is_hung_up_and_one_with_an_end_is_a_success(
    carrier: FakeCarrier,
) -> None:
    sid = carrier.add(to=DIAL.to_number, status="in-progress")

    TWILIO.hang_up(sid)
    TWILIO.hang_up(sid)
    TWILIO.hang_up("CA" + "f" * 32)

    assert carrier.calls[sid]["status"] == "completed"


def test_keys_for_a_call_that_does_not_talk_are_refused(carrier: FakeCarrier) -> None:
    sid = carrier.add(to=DIAL.to_number, status="ringing")
    with pytest.raises(CarrierError) as caught:
        TWILIO.press_keys(sid, "token")

    assert caught.value.permanent


def test_a_call_is_found_by_id(carrier: FakeCarrier) -> None:
    sid = carrier.add(
        to=DIAL.to_number, status="completed", duration="42", price="-0.01400", answered_by="human"
    )

    (news,) = TWILIO.find(carrier_id=sid)

    assert (news.status, news.duration_seconds, news.cost) == ("completed", 42, "0.01400")
    assert news.answered_by == "human"
    assert TWILIO.find(carrier_id="CA" + "e" * 32) == []


def test_calls_to_a_number_are_found_since_a_moment(carrier: FakeCarrier) -> None:
    carrier.add(to=DIAL.to_number, age=timedelta(minutes=10))
    young = carrier.add(to=DIAL.to_number)
    carrier.add(to="+14155550199")

    found = TWILIO.find(to_number=DIAL.to_number, since=now() - timedelta(minutes=5))

    assert [news.carrier_id for news in found] == [young]


def test_a_fault_while_asking_is_no_doubt_about_a_dial(carrier: FakeCarrier) -> None:
    carrier.faults = ["get 500"]
    with pytest.raises(CarrierError) as caught:
        TWILIO.find(carrier_id="CA1")

    assert not caught.value.in_doubt
    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("fault", "permanent", "code", "words"),
    [
        ("get 401", True, "401/20003", "The carrier does not accept our account."),
        ("get 429", False, "429/20429", "The carrier is busy."),
        ("get 500", False, "500/20500", "The carrier had a fault of its own."),
        ("get bad gateway", False, "502/502", "The carrier had a fault of its own."),
    ],
)
@pytest.mark.parametrize("carrier_id", ["CA1", ""], ids=["one call", "a list"])
def test_a_refusal_is_read_as_what_it_is_for_one_call_and_for_a_list(
    carrier: FakeCarrier, carrier_id: str, fault: str, permanent: bool, code: str, words: str
) -> None:
    carrier.faults = [fault]

    with pytest.raises(CarrierError) as caught:
        TWILIO.find(carrier_id=carrier_id, to_number=DIAL.to_number)

    refusal = caught.value
    assert (refusal.permanent, refusal.code, str(refusal)) == (permanent, code, words)
    assert not refusal.in_doubt


@pytest.mark.parametrize(
    ("word", "status", "outcome"),
    [
        ("queued", "dialing", ""),
        ("initiated", "dialing", ""),
        ("ringing", "ringing", ""),
        ("in-progress", "in_progress", ""),
        ("completed", "completed", ""),
        ("busy", "failed", "busy"),
        ("no-answer", "failed", "no_answer"),
        ("failed", "failed", "failed"),
        ("canceled", "cancelled", "cancelled"),
        ("teleported", "", ""),
        ("", "", ""),
    ],
)
def test_each_of_twilios_words_has_one_of_ours(word: str, status: str, outcome: str) -> None:
    news = TWILIO.read_status({"CallSid": "CA1", "CallStatus": word, "SequenceNumber": "3"})

    assert (news.carrier_id, news.status, news.outcome, news.sequence) == (
        "CA1",
        status,
        outcome,
        3,
    )


@pytest.mark.parametrize("text", ["", "-1", "x", "1e9", "9" * 40, "٣"])
def test_nonsense_numbers_are_unknown(text: str) -> None:
    news = TWILIO.read_status(
        {"CallStatus": "completed", "SequenceNumber": text, "CallDuration": text}
    )

    assert (news.sequence, news.duration_seconds) == (-1, None)
