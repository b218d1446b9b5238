"""Twilio's own client reads what the simulated account says of itself."""

from tests.telephony.simulator.world import OURS, World


async def test_the_sdk_reads_the_balance(world: World) -> None:
    balance = await world.sdk(world.client.balance.fetch)

    assert (balance.balance, balance.currency) == ("100.00", "USD")


async def test_the_sdk_finds_the_numbers_that_are_owned(world: World) -> None:
    world.network.owned = frozenset([OURS])

    [number] = await world.sdk(lambda: world.client.incoming_phone_numbers.list(phone_number=OURS))
    none = await world.sdk(lambda: world.client.incoming_phone_numbers.list(phone_number="+1"))
    verified = await world.sdk(world.client.outgoing_caller_ids.list)

    assert (number.phone_number, number.capabilities["voice"]) == (OURS, True)
    assert none == verified == []
