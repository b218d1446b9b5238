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


async def test_the_sdk_reads_which_countries_may_be_called(world: World) -> None:
    world.client.voice.base_url = world.url
    countries = world.client.voice.v1.dialing_permissions.countries

    allowed = [await world.sdk(countries(code).fetch) for code in ("US", "FR")]

    assert [(each.iso_code, each.low_risk_numbers_enabled) for each in allowed] == [
        ("US", True),
        ("FR", False),
    ]


async def test_the_sdk_sets_what_a_number_asks_when_somebody_rings_it(world: World) -> None:
    world.network.owned = frozenset([OURS])
    numbers = world.client.incoming_phone_numbers
    [number] = await world.sdk(lambda: numbers.list(phone_number=OURS))
    assert number.sid is not None and number.voice_url != "https://calls.example.com/x"

    await world.sdk(lambda: numbers(number.sid).update(voice_url="https://calls.example.com/x"))

    [number] = await world.sdk(lambda: numbers.list(phone_number=OURS))
    assert number.voice_url == "https://calls.example.com/x"
