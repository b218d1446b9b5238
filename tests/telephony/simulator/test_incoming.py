"""Somebody rings a number of the account: signed, by its own webhook, with a key if they like."""

import pytest

from telephony.simulator.incoming import ring_us
from tests.telephony.simulator.world import OURS, THEIRS, World

ASKS = (
    "<Response><Gather numDigits='1' timeout='4' action='/key'>"
    "<Say>This is us. Please press 9 now.</Say></Gather><Say>Goodbye.</Say></Response>"
)
THANKS = "<Response><Say>Thank you.</Say><Hangup/></Response>"


@pytest.fixture
def ours(world: World) -> World:
    world.network.voice_urls[OURS] = f"{world.application.url}/incoming"
    world.application.answers |= {"/incoming": ASKS, "/key": THANKS}
    return world


async def test_who_presses_the_key_hears_what_comes_of_it(ours: World) -> None:
    heard = await ring_us(ours.network, THEIRS, OURS, "9")

    assert heard == ["This is us. Please press 9 now.", "Thank you."]
    asked, pressed = ours.application.hits
    assert (asked.fields["From"], asked.fields["To"]) == (THEIRS, OURS)
    assert asked.fields["Direction"] == "inbound" and pressed.fields["Digits"] == "9"
    assert ours.application.unsigned() == []  # to Twilio's own validator


async def test_who_presses_nothing_is_let_go(ours: World) -> None:
    assert await ring_us(ours.network, THEIRS, OURS) == [
        "This is us. Please press 9 now.",
        "Goodbye.",
    ]
    assert ours.network.exchange.ledger.entries == []  # we dialled nobody


async def test_a_number_of_which_nobody_has_set_anything_answers_nobody(world: World) -> None:
    with pytest.raises(KeyError):
        await ring_us(world.network, THEIRS, OURS)
    answer = await world.http.post(f"{world.url}/simulator/ring-us", json={"from": THEIRS})
    assert answer.status == 400
