"""What an address says of the place it leads to."""

import pytest

from callpilot.addresses import host_of, is_on_this_machine


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8100", "ws://localhost/ws", "https://[::1]:8000/", "http://127.9.9.9"],
)
def test_loopback_is_this_machine(url: str) -> None:
    assert is_on_this_machine(url)


@pytest.mark.parametrize("url", ["", "https://calls.example.com", "https://localhost.example.com"])
def test_everything_else_is_not(url: str) -> None:
    assert not is_on_this_machine(url)


def test_a_host_has_no_port_and_no_capitals() -> None:
    assert host_of("https://Calls.Example.com:8443/x") == "calls.example.com"
    assert host_of("http://[::1]:8000") == "[::1]"
    assert host_of("") == ""
