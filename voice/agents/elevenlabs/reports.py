"""What ElevenLabs says of a conversation that is over, in our words. Pure."""

from decimal import Decimal
from math import isfinite

from callpilot.json_types import JsonMapping
from voice.agents.base import SessionReport

OVER = {"done", "failed"}  # of the states of a conversation
MOST = 10**6  # of seconds, credits and dollars; more is no figure of a telephone call
FOURTH = Decimal("0.0001")


def read(conversation: JsonMapping) -> SessionReport | None:
    """None while it is not over, or when this is no conversation at all."""
    vendor_id = conversation.get("conversation_id")
    if not isinstance(vendor_id, str) or conversation.get("status") not in OVER:
        return None
    told = conversation.get("metadata")
    metadata = told if isinstance(told, dict) else {}
    error = metadata.get("error")
    reasons = [metadata.get("termination_reason")]
    reasons += [error.get("reason")] if isinstance(error, dict) else []
    dollars = _figure(metadata.get("cost_fiat"))
    return SessionReport(
        vendor_id,
        failed=conversation["status"] == "failed",
        reason=" ".join(words for words in reasons if isinstance(words, str) and words),
        seconds=_whole(metadata.get("call_duration_secs")),
        credits=_whole(metadata.get("cost")),
        cost=None if dollars is None or dollars > 1000 else Decimal(dollars).quantize(FOURTH),
    )


def read_failure(data: JsonMapping) -> SessionReport | None:
    """A call that the vendor could not place."""
    vendor_id = data.get("conversation_id")
    if not isinstance(vendor_id, str):
        return None
    reason = data.get("failure_reason")
    return SessionReport(vendor_id, failed=True, reason=reason if isinstance(reason, str) else "")


def _figure(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if isfinite(value) and 0 <= value <= MOST else None


def _whole(value: object) -> int | None:
    figure = _figure(value)
    return None if figure is None else round(figure)
