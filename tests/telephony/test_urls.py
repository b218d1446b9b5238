"""The addresses of telephony, HTTP and sockets: those that carriers were given do not change."""

import pytest
from django.urls import Resolver404, resolve, reverse

from telephony import socket_urls
from telephony.carriers.base import carriers


@pytest.mark.parametrize("end", ["", "/status", "/amd", "/resume", "/keys"])
def test_twilio_is_answered_where_it_was_told_to_ask(end: str) -> None:
    assert resolve(f"/twilio/voice/a-token{end}").kwargs == {"token": "a-token"}


def test_a_carrier_that_nobody_registered_has_no_address() -> None:
    with pytest.raises(Resolver404):
        resolve("/pigeon/voice/a-token", urlconf="telephony.urls")


def test_a_calls_document_has_one_name_for_everybody() -> None:
    assert reverse("twilio-resume", args=["t"]) == "/twilio/voice/t/resume"


def test_each_carrier_has_its_media_socket_and_one_to_try() -> None:
    routes = [str(pattern.pattern) for pattern in socket_urls.urlpatterns]

    kinds = ("<str:token>", "probe/<uuid:nonce>")  # a call's, and the one that we try ourselves
    assert sorted(routes) == sorted(
        f"{name}/stream/{kind}" for name in carriers.names for kind in kinds
    )
