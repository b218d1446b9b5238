"""What every carrier keeps to: one dial, honest doubts, signed sockets, frames told apart."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import Resolver404, resolve
from django.utils.timezone import now

from callpilot.errors import CarrierError
from telephony.carriers.base import Carrier, Dial, carriers
from telephony.carriers.media_stream import BadFrame, FrameTooLarge, Started
from tests.telephony.fake_carrier import FakeCarrier

DIAL = Dial(to_number="+14155550142", token="tok-en_1", ring_seconds=30, limit_seconds=420)
# By the carrier's name, the fixture of its double on loopback: `add`, `calls` and `faults`.
DOUBLES = {"twilio": "carrier"}


@pytest.fixture(params=carriers.names)
def name(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param


@pytest.fixture
def double(name: str, request: pytest.FixtureRequest) -> FakeCarrier:
    """Its double on loopback, which puts our side of it in place too."""
    made = request.getfixturevalue(DOUBLES[name])
    assert isinstance(made, FakeCarrier)
    return made


@pytest.fixture
def phones(name: str) -> Carrier:
    return carriers.get(name)


def test_a_dial_is_asked_once_and_found_by_its_id_and_its_number(
    double: FakeCarrier, phones: Carrier
) -> None:
    known = phones.place(DIAL)

    assert list(double.calls) == [known]
    assert [news.carrier_id for news in phones.find(carrier_id=known)] == [known]
    since = now() - timedelta(minutes=5)
    [news] = phones.find(to_number=DIAL.to_number, since=since)
    assert news.carrier_id == known and news.status == "dialing"


def test_what_the_carrier_does_not_know_is_nothing_and_ends_well(
    double: FakeCarrier, phones: Carrier
) -> None:
    assert phones.find(carrier_id="nobody") == []
    phones.hang_up("nobody")


def test_a_refusal_is_for_good_and_a_broken_answer_leaves_a_doubt(
    double: FakeCarrier, phones: Carrier
) -> None:
    double.faults = ["401", "drop, placed"]

    with pytest.raises(CarrierError) as refused:
        phones.place(DIAL)
    with pytest.raises(CarrierError) as doubtful:
        phones.place(DIAL)

    assert refused.value.permanent and not refused.value.in_doubt
    assert doubtful.value.in_doubt and not doubtful.value.permanent


def test_keys_are_not_pressed_for_a_call_that_does_not_talk(
    double: FakeCarrier, phones: Carrier
) -> None:
    known = double.add(to=DIAL.to_number, status="ringing")

    with pytest.raises(CarrierError):
        phones.press_keys(known, DIAL.token)


def test_where_the_operator_says_that_a_person_answers_somebody_does(phones: Carrier) -> None:
    assert phones.is_answered("+14155550177")


def test_its_addresses_stand_beneath_its_name(phones: Carrier, name: str) -> None:
    assert resolve(f"/{name}/voice/token").func.__module__.startswith(
        phones.urls.rpartition(".")[0]
    )
    with pytest.raises(Resolver404):
        resolve(f"/{name}/nowhere/token", urlconf=phones.urls)


def test_a_socket_without_a_signature_stays_out(phones: Carrier, name: str) -> None:
    scope = {"path": f"/{name}/stream/t.1", "query_string": b"", "headers": []}

    assert not phones.socket.signed(scope)
    assert not phones.socket.ours(Started("S1", "C1", "somebody else's"))


@pytest.mark.parametrize("garbage", ["", "null", "[]", "{", '{"event":', "\x00"])
def test_garbage_on_the_socket_is_told_apart(phones: Carrier, garbage: str) -> None:
    with pytest.raises(BadFrame):
        phones.socket.messages.parse(garbage)


def test_a_frame_without_end_is_too_large(phones: Carrier) -> None:
    with pytest.raises(FrameTooLarge):
        phones.socket.messages.parse("A" * 1_000_000)


def test_what_we_send_is_three_different_texts(phones: Carrier) -> None:
    messages = phones.socket.messages

    sent = {messages.media("S1", b"\xff" * 160), messages.mark("S1", "m1"), messages.clear("S1")}

    assert len(sent) == 3 and all(isinstance(text, str) and text for text in sent)
