"""Channels' test socket with patience: its own gives up after a second, on a busy machine too."""

from channels.testing import WebsocketCommunicator

from callpilot.json_types import JsonObject

PATIENCE_SECONDS = 60.0


class Socket(WebsocketCommunicator):
    """Waits as long as it takes for what must come; only what hangs fails."""

    async def connect(self, timeout: float = PATIENCE_SECONDS) -> tuple[bool, str | int | None]:
        """Whether we are let in, and the sub-protocol; if not, the code."""
        accepted, how = await super().connect(timeout)
        return accepted, how

    async def disconnect(self, code: int = 1000, timeout: float = PATIENCE_SECONDS) -> None:
        await super().disconnect(code, timeout)

    async def receive_output(self, timeout: float = PATIENCE_SECONDS) -> JsonObject:
        message: JsonObject = await super().receive_output(timeout)
        return message

    async def receive_from(self, timeout: float = PATIENCE_SECONDS) -> str | bytes:
        sent: str | bytes = await super().receive_from(timeout)
        return sent

    async def wait(self, timeout: float = PATIENCE_SECONDS) -> None:
        await super().wait(timeout)
