"""A channel layer that keeps what is sent, so that a test can ask who was told what."""

from callpilot.json_types import JsonObject


class KeepingLayer:
    """Delivers to nobody."""

    def __init__(self) -> None:
        self._sent: list[tuple[str, JsonObject]] = []

    async def group_send(self, group: str, message: JsonObject) -> None:
        self._sent.append((group, message))

    def told(self, group: str) -> list[JsonObject]:
        """All that was sent to this group, in order."""
        return [message for to, message in self._sent if to == group]
