"""Tell the watchers of a mandate what happened, after it is committed."""

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from callpilot.embedded.local_layer import LocalChannelLayer


def group(mandate_id: object) -> str:
    """The channel-layer group of those who watch this mandate."""
    return f"mandate.{mandate_id}"


def tell(mandate_id: object, number: int) -> None:
    """Send the number of an event (never its words) to the mandate's watchers, after commit.

    Belongs in synchronous code. The row is the truth: a message that is dropped
    on the way is made good by the next one, since watchers read the rows since
    the last number they have seen. So a channel layer that is down fails nobody.
    """
    message = {"type": "event.recorded", "number": number}
    name = group(mandate_id)
    transaction.on_commit(lambda: _send(name, message), robust=True)


def call_group(call_id: object) -> str:
    """The channel-layer group of whoever carries this call's conversation."""
    return f"call.{call_id}"


def tell_call(call_id: object, message: dict[str, object]) -> None:
    """Send a message ("type": "call.leverage" …) to a live call, after commit; it may be lost."""
    name = call_group(call_id)
    transaction.on_commit(lambda: _send(name, message), robust=True)


def _send(name: str, message: dict[str, object]) -> None:
    layer = get_channel_layer()
    if isinstance(layer, LocalChannelLayer):
        layer.group_send_soon(name, message)
    else:
        async_to_sync(layer.group_send)(name, message)
