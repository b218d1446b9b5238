"""What a customer may order: judged field by field, with the carrier's own codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import MultiDict

from telephony.simulator.network.call_request import (
    FOUR_HOURS,
    Refusal,
    changed,
    read_document,
    read_order,
)
from telephony.simulator.network.twiml_fetch import Fetch, Inline
from tests.telephony.simulator.world import OURS, THEIRS

URL = "https://us.example.com/voice"
USUAL = {"To": THEIRS, "From": OURS, "Url": URL}


def form(**fields: str) -> MultiDict[str]:
    return MultiDict({name: value for name, value in (USUAL | fields).items() if value != "-"})


def code_of(**fields: str) -> int:
    with pytest.raises(Refusal) as refused:
        read_order(form(**fields), frozenset())
    assert refused.value.http_status == 400 and refused.value.message
    return refused.value.code


def test_an_order_of_the_least_is_filled_up_as_usual() -> None:
    order = read_order(form(), frozenset())

    assert (order.to, order.from_, order.document) == (THEIRS, OURS, Fetch(URL))
    assert (order.timeout_seconds, order.limit_seconds) == (60, FOUR_HOURS)
    assert order.events == {"completed"} and order.detection.mode == ""


@pytest.mark.parametrize(
    "fields,code",
    [
        ({"To": "-"}, 21201), ({"From": "-"}, 21213), ({"From": "0415"}, 21212),
        ({"To": "+442071838750"}, 21211), ({"To": "+14155551234"}, 21211),
        ({"Url": "-"}, 21205), ({"Url": "ftp://x"}, 21205), ({"Url": "https://"}, 21205),
        ({"Url": "-", "Twiml": "x" * 4001}, 21205), ({"StatusCallback": "nowhere"}, 21205),
        ({"Method": "PUT"}, 20001), ({"Timeout": "0"}, 21208), ({"Timeout": "601"}, 21208),
        ({"Timeout": "ten"}, 21208), ({"Timeout": "-5"}, 21208), ({"TimeLimit": "0"}, 20001),
        ({"TimeLimit": "86401"}, 20001), ({"SendDigits": "12x"}, 21206),
        ({"SendDigits": "1" * 33}, 21206), ({"MachineDetection": "Maybe"}, 20001),
        ({"AsyncAmd": "yes"}, 20001), ({"MachineDetectionTimeout": "2"}, 20001),
        ({"MachineDetectionTimeout": "60"}, 20001),
        ({"MachineDetectionSilenceTimeout": "1999"}, 20001),
    ],
)  # fmt: skip
def test_what_the_carrier_would_refuse_is_refused_with_its_code(
    fields: dict[str, str], code: int
) -> None:
    assert code_of(**fields) == code


def test_only_a_number_of_the_account_may_call() -> None:
    with pytest.raises(Refusal) as refused:
        read_order(form(), frozenset({"+14155550177"}))

    assert refused.value.code == 21210
    assert read_order(form(), frozenset({OURS})).from_ == OURS


@given(st.from_regex(r"\A\+1[0-9]{10}\Z"))
def test_no_number_that_is_not_fictional_can_ever_be_rung(number: str) -> None:
    fictional = number[5:10] == "55501" and number[2] not in "01"

    try:
        read_order(form(To=number), frozenset())
    except Refusal:
        assert not fictional
    else:
        assert fictional


@pytest.mark.parametrize("seconds", ["1", "600"])
def test_the_edges_of_a_span_are_inside(seconds: str) -> None:
    assert read_order(form(Timeout=seconds), frozenset()).timeout_seconds == int(seconds)


def test_an_address_wins_over_a_document() -> None:
    assert read_document(form(Twiml="<Response/>")) == Fetch(URL)
    assert read_document(form(Url="-", Twiml="<Response/>")) == Inline("<Response/>")
    assert read_document(form(Url="-")) is None


def test_words_that_are_no_events_are_taken_and_never_obeyed() -> None:
    fields = form()
    for word in ("ringing", "answered", "exploded"):
        fields.add("StatusCallbackEvent", word)

    order = read_order(fields, frozenset())

    assert order.events == {"ringing", "answered"} and order.stray_events


def test_keys_sent_at_the_answer_switch_the_detection_off() -> None:
    plain = read_order(form(MachineDetection="Enable"), frozenset())
    pressing = read_order(form(MachineDetection="Enable", SendDigits="1w2"), frozenset())

    assert plain.detection.mode == "Enable" and pressing.detection.mode == ""


def test_detection_is_ordered_in_its_own_units() -> None:
    order = read_order(
        form(
            MachineDetection="DetectMessageEnd", MachineDetectionTimeout="12",
            MachineDetectionSilenceTimeout="2500", AsyncAmd="true",
            AsyncAmdStatusCallback=URL, AsyncAmdStatusCallbackMethod="get",
        ),
        frozenset(),
    )  # fmt: skip

    detection = order.detection
    assert (detection.timeout_seconds, detection.silence_seconds) == (12, 2.5)
    assert detection.async_ and (detection.callback, detection.callback_method) == (URL, "GET")


def test_an_update_changes_what_it_brings_and_nothing_else() -> None:
    order = read_order(form(StatusCallback=URL), frozenset())
    update = MultiDict({"TimeLimit": "30", "FallbackUrl": URL})

    after = changed(order, update)

    assert (after.limit_seconds, after.fallback_url) == (30, URL)
    assert (after.callback_url, after.to, after.document) == (URL, order.to, order.document)


def test_an_update_is_judged_as_an_order_is() -> None:
    order = read_order(form(), frozenset())

    with pytest.raises(Refusal):
        changed(order, MultiDict({"TimeLimit": "0"}))
