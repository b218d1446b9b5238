"""The call resource: a price comes late, and nearly every number is a text."""

from datetime import UTC, datetime, timedelta

import pytest

from telephony.simulator.network import resource as shown
from telephony.simulator.network.call import PhoneCall
from tests.telephony.simulator.world import THEIRS, World


async def placed(world: World) -> PhoneCall:
    call = await world.call("<Response><Pause length='2'/></Response>")
    await world.over(call)
    return world.phone_call(call)


async def test_what_was_only_ordered_has_no_dates_and_no_duration(world: World) -> None:
    call = world.phone_call(await world.call())

    body = shown.resource(call, created=True)

    assert body["date_created"] is body["date_updated"] is body["price"] is None
    assert (body["to"], body["direction"]) == (THEIRS, "outbound-api")


async def test_numbers_are_shown_for_people_too(world: World) -> None:
    body = shown.resource(world.phone_call(await world.call()))

    assert body["to_formatted"] == "(415) 555-0142"
    assert body["uri"].endswith(f"/Calls/{body['sid']}.json")


@pytest.mark.parametrize(
    "seconds,ago,price",
    [(1, 5, "-0.01400"), (60, 5, "-0.01400"), (61, 5, "-0.02800"), (0, 5, None), (60, 0, None)],
)
async def test_a_price_counts_begun_minutes_and_comes_late(
    world: World, seconds: int, ago: int, price: str | None
) -> None:
    call = await placed(world)
    call.seconds, call.ended_at = seconds, datetime.now(UTC) - timedelta(seconds=ago)

    assert shown.resource(call)["price"] == price
