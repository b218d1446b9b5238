"""The Call resource as Twilio's REST API shows it; nearly every number is a string."""

import math

from callpilot.json_types import JsonObject
from telephony.simulator.network.call import PhoneCall
from telephony.simulator.network.leg import API_VERSION, rfc2822

PRICE_PER_MINUTE = 0.014
_SUBRESOURCES = {
    "notifications": "Notifications",
    "recordings": "Recordings",
    "payments": "Payments",
    "events": "Events",
    "siprec": "Siprec",
    "streams": "Streams",
    "transcriptions": "Transcriptions",
    "user_defined_message_subscriptions": "UserDefinedMessageSubscriptions",
    "user_defined_messages": "UserDefinedMessages",
}


def path(account_sid: str, call_sid: str) -> str:
    """Without the .json."""
    return f"/{API_VERSION}/Accounts/{account_sid}/Calls/{call_sid}"


def resource(call: PhoneCall, *, created: bool = False) -> JsonObject:
    """created: as the answer to the order, where the dates are still missing."""
    account, order = call.exchange.account_sid, call.order
    address = path(account, call.sid)
    return {
        "sid": call.sid,
        "date_created": None if created else rfc2822(call.created_at),
        "date_updated": None if created else rfc2822(call.updated_at),
        "parent_call_sid": None,
        "account_sid": account,
        "to": order.to,
        "to_formatted": _formatted(order.to),
        "from": order.from_,
        "from_formatted": _formatted(order.from_),
        "phone_number_sid": "PN" + account[2:],
        "status": "queued" if call.status == "initiated" else call.status,
        "start_time": rfc2822(call.answered_at) if call.answered_at else None,
        "end_time": rfc2822(call.ended_at) if call.ended_at else None,
        "duration": str(call.seconds) if call.ended_at else None,
        "price": _price(call),
        "price_unit": "USD",
        "direction": "outbound-api",
        "answered_by": call.verdict.answered_by if call.verdict else None,
        "api_version": API_VERSION,
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": str(round(call.queue_seconds * 1000)),
        "trunk_sid": None,
        "uri": f"{address}.json",
        "subresource_uris": {
            name: f"{address}/{folder}.json" for name, folder in _SUBRESOURCES.items()
        },
    }


def _formatted(number: str) -> str:
    if number.startswith("+1") and len(number) == 12:
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number


def _price(call: PhoneCall) -> str | None:
    """What the connection cost, negative; None until it is known, and for nothing."""
    if call.ended_at is None or not call.seconds:
        return None
    if (call.exchange.now() - call.ended_at).total_seconds() < call.exchange.priced_after_seconds:
        return None
    return f"-{PRICE_PER_MINUTE * math.ceil(call.seconds / 60):.5f}"
