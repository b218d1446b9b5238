"""Who may open a media socket."""

import base64
from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings
from twilio.request_validator import RequestValidator

from callpilot.json_types import JsonObject
from telephony.carriers.media_stream import Started
from telephony.carriers.twilio.media_socket import TwilioSocket

SOCKET = TwilioSocket()


Upgrade = Callable[[str], JsonObject]


@pytest.fixture
def upgrade(settings: Settings) -> Upgrade:
    settings.STREAM_URL = "wss://media.example.com"

    def make(signed_url: str) -> JsonObject:
        signature = RequestValidator(settings.TWILIO_AUTH_TOKEN).compute_signature(signed_url, {})
        headers = [(b"host", b"10.0.0.1"), (b"x-twilio-signature", signature.encode())]
        path = "/twilio/stream/t.1"
        return {"path": path, "query_string": b"", "headers": headers, "scheme": "ws"}

    return make


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_socket_signed_over_its_configured_address_comes_in(upgrade: Upgrade, slash: str) -> None:
    assert SOCKET.signed(upgrade("wss://media.example.com/twilio/stream/t.1" + slash))


@pytest.mark.parametrize(
    "url",
    ["wss://media.example.com/twilio/stream/t.2", "wss://evil.example.com/twilio/stream/t.1",
     "https://media.example.com/twilio/stream/t.1", "wss://media.example.com/"],
)  # fmt: skip
def test_a_socket_signed_for_elsewhere_stays_out(upgrade: Upgrade, url: str) -> None:
    assert not SOCKET.signed(upgrade(url))


def test_a_socket_without_exactly_one_signature_stays_out(upgrade: Upgrade) -> None:
    scope = upgrade("wss://media.example.com/twilio/stream/t.1")
    assert not SOCKET.signed(scope | {"headers": []})
    assert not SOCKET.signed(scope | {"headers": scope["headers"] * 2})
    odd = [(b"x-twilio-signature", base64.b64encode(b"\xff" * 20) + b"\xe9")]
    assert not SOCKET.signed(scope | {"headers": odd})
    assert not SOCKET.signed(scope | {"query_string": b"a=1"})


def test_a_stream_of_another_account_is_not_ours(settings: Settings) -> None:
    settings.TWILIO_ACCOUNT_SID = "AC1"

    assert SOCKET.ours(Started("MZ1", "CA1", "AC1"))
    assert not SOCKET.ours(Started("MZ1", "CA1", "AC2"))


def test_keys_go_by_the_carrier_unless_it_is_set_otherwise(settings: Settings) -> None:
    assert not SOCKET.keys_in_band
    settings.TWILIO_KEYS = "inband"
    assert SOCKET.keys_in_band
