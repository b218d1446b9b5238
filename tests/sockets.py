"""Channels' test socket with patience: its own gives up after a second, on a busy machine too."""

from typing import Any

from channels.testing import WebsocketCommunicator

PATIENCE_SECONDS = 60.0


class Socket(WebsocketCommunicator):
    """Waits as long as it takes for what must come; only what hangs fails."""

    async def connect(self, timeout: float = PATIENCE_SECONDS) -> Any:
        return await super().connect(timeout)

    async def disconnect(self, code: int = 1000, timeout: float = PATIENCE_SECONDS) -> None:
        await super().disconnect(code, timeout)

    async def receive_output(self, timeout: float = PATIENCE_SECONDS) -> Any:
        return await super().receive_output(timeout)

    async def receive_from(self, timeout: float = PATIENCE_SECONDS) -> Any:
        return await super().receive_from(timeout)

    async def wait(self, timeout: float = PATIENCE_SECONDS) -> None:
        await super().wait(timeout)
