"""A channel layer for one process, safe across its threads."""

import asyncio
from collections.abc import Awaitable, Callable

from channels.layers import InMemoryChannelLayer

from callpilot.json_types import JsonObject


class LocalChannelLayer(InMemoryChannelLayer):
    """An in-memory layer that any thread may send to.

    Channels' own keeps one asyncio.Queue per channel, and those may be touched only
    from the loop that waits on them. Consumers wait on the server's loop while tasks
    send from pool threads, so every call is carried to the loop that receives.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._home: asyncio.AbstractEventLoop | None = None

    async def new_channel(self, prefix: str = "specific.") -> str:
        self._home = asyncio.get_running_loop()
        return str(await super().new_channel(prefix))

    async def _at_home(self, make: Callable[[], Awaitable[None]]) -> None:
        home = self._home
        if home is None or home is asyncio.get_running_loop() or not home.is_running():
            await make()
            return

        async def there() -> None:
            await make()

        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(there(), home))

    async def send(self, channel: str, message: JsonObject) -> None:
        there = super().send
        await self._at_home(lambda: there(channel, message))

    async def group_send(self, group: str, message: JsonObject) -> None:
        there = super().group_send
        await self._at_home(lambda: there(group, message))

    async def group_add(self, group: str, channel: str) -> None:
        there = super().group_add
        await self._at_home(lambda: there(group, channel))

    async def group_discard(self, group: str, channel: str) -> None:
        there = super().group_discard
        await self._at_home(lambda: there(group, channel))

    def group_send_soon(self, group: str, message: JsonObject) -> None:
        """Hand over from any thread and go on; no loop is made for it (that costs 0.5 ms)."""
        home = self._home
        if home is None or not home.is_running():
            return  # nobody has connected yet
        asyncio.run_coroutine_threadsafe(super().group_send(group, message), home)
