"""The channel layer of one process: sent from any thread, received on its own loop."""

import asyncio
import threading

import pytest

from callpilot.embedded.local_layer import LocalChannelLayer


@pytest.fixture
def layer() -> LocalChannelLayer:
    return LocalChannelLayer()


async def soon(layer: LocalChannelLayer, channel: str) -> dict[str, object]:
    async with asyncio.timeout(10):
        message: dict[str, object] = await layer.receive(channel)
        return message


async def test_a_message_reaches_its_channel(layer: LocalChannelLayer) -> None:
    channel = await layer.new_channel()
    await layer.send(channel, {"type": "hello"})

    assert await soon(layer, channel) == {"type": "hello"}


async def test_a_group_reaches_whoever_has_joined_and_not_left(layer: LocalChannelLayer) -> None:
    stays, leaves = await layer.new_channel(), await layer.new_channel()
    for channel in (stays, leaves):
        await layer.group_add("campaign.1", channel)
    await layer.group_discard("campaign.1", leaves)

    await layer.group_send("campaign.1", {"type": "news"})

    assert await soon(layer, stays) == {"type": "news"}
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await layer.receive(leaves)


async def test_another_threads_loop_sends_to_the_one_that_receives(
    layer: LocalChannelLayer,
) -> None:
    channel = await layer.new_channel()
    await layer.group_add("campaign.1", channel)

    def send() -> None:
        asyncio.run(layer.group_send("campaign.1", {"type": "from afar"}))

    thread = threading.Thread(target=send)
    thread.start()

    assert await soon(layer, channel) == {"type": "from afar"}
    await asyncio.to_thread(thread.join)


async def test_a_thread_without_a_loop_hands_over_and_goes_on(layer: LocalChannelLayer) -> None:
    channel = await layer.new_channel()
    await layer.group_add("campaign.1", channel)

    await asyncio.to_thread(layer.group_send_soon, "campaign.1", {"type": "soon"})

    assert await soon(layer, channel) == {"type": "soon"}


def test_handing_over_before_anybody_has_connected_is_no_fault(layer: LocalChannelLayer) -> None:
    layer.group_send_soon("campaign.1", {"type": "nobody hears"})


def test_handing_over_after_the_loop_has_ended_is_no_fault(layer: LocalChannelLayer) -> None:
    asyncio.run(layer.new_channel())

    layer.group_send_soon("campaign.1", {"type": "nobody hears"})


async def test_messages_keep_their_order(layer: LocalChannelLayer) -> None:
    channel = await layer.new_channel()
    await layer.group_add("campaign.1", channel)

    def send_all() -> None:
        for number in range(50):
            layer.group_send_soon("campaign.1", {"type": "event", "number": number})

    await asyncio.to_thread(send_all)

    numbers = [(await soon(layer, channel))["number"] for _ in range(50)]
    assert numbers == list(range(50))
