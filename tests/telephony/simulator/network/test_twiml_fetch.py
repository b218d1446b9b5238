"""Documents of the application: what is known is played, the rest is noted or refused by code."""

import pytest

from telephony.simulator.network.callbacks import Courier
from telephony.simulator.network.faults import Faults
from telephony.simulator.network.twiml_fetch import (
    MAX_BYTES,
    VERBS,
    Document,
    Inline,
    Unusable,
    load,
    parse,
)

URL = "https://us.example.com/voice/one"


def parsed(xml: str) -> tuple[list[str], list[tuple[int, str]]]:
    notes: list[tuple[int, str]] = []
    document = parse(xml.encode(), URL, lambda code, text: notes.append((code, text)))
    return [verb.tag for verb in document.verbs], notes


def test_verbs_stand_in_their_order() -> None:
    tags, notes = parsed("<Response><Say>Hi</Say><Pause/><Hangup/></Response>")

    assert tags == ["Say", "Pause", "Hangup"] and notes == []


def test_an_empty_response_is_a_document() -> None:
    assert parsed("<Response/>") == ([], [])


@pytest.mark.parametrize("verb", VERBS)
def test_every_known_verb_is_kept(verb: str) -> None:
    assert parsed(f"<Response><{verb}/></Response>") == ([verb], [])


@pytest.mark.parametrize("verb", ["Dial", "Record", "say", "Stream"])
def test_an_unknown_verb_is_left_out_and_noted(verb: str) -> None:
    tags, notes = parsed(f"<Response><{verb}/><Hangup/></Response>")

    assert tags == ["Hangup"] and notes[0][0] == 12200 and verb in notes[0][1]


def test_an_unknown_attribute_is_noted_and_the_verb_played() -> None:
    tags, notes = parsed('<Response><Say volume="11">Hi</Say></Response>')

    assert tags == ["Say"] and "volume" in notes[0][1]


def test_what_may_not_stand_inside_another_verb_is_left_out() -> None:
    tags, notes = parsed("<Response><Gather><Hangup/><Say>Hi</Say></Gather></Response>")

    assert tags == ["Gather"] and [code for code, _ in notes] == [12200]


@pytest.mark.parametrize(
    "xml", ["", "hello", "<Response>", "<Wrong/>", "<!DOCTYPE x><Response/>", "<a/><b/>"]
)
def test_what_is_no_document_is_refused(xml: str) -> None:
    with pytest.raises(Unusable) as refused:
        parsed(xml)

    assert refused.value.code == 12100


def test_a_document_may_not_be_larger_than_the_carrier_takes() -> None:
    with pytest.raises(Unusable) as refused:
        parsed(f"<Response><Say>{'x' * MAX_BYTES}</Say></Response>")

    assert refused.value.code == 11750


@pytest.mark.parametrize(
    "address,whole",
    [
        ("two", "https://us.example.com/voice/two"),
        ("/two?x=1", "https://us.example.com/two?x=1"),
        (" wss://other.example.com/s ", "wss://other.example.com/s"),
        ("", URL),
    ],
)
def test_an_address_is_relative_to_its_document(address: str, whole: str) -> None:
    assert Document([], URL).absolute(address) == whole


@pytest.mark.parametrize("address", ["two", "", "ftp://x/y", "javascript:alert(1)"])
def test_without_an_address_of_its_own_a_document_leads_nowhere(address: str) -> None:
    with pytest.raises(Unusable):
        Document([]).absolute(address)


async def test_a_document_that_came_with_the_request_is_not_asked_for() -> None:
    document = await load(
        Inline("<Response><Hangup/></Response>"), {},
        courier=Courier("t", Faults()), note=lambda code, text: None, seconds=1,
    )  # fmt: skip

    assert [verb.tag for verb in document.verbs] == ["Hangup"] and document.url == ""
