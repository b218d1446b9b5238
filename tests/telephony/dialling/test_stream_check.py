"""Is the media socket ours, and open? Asked of servers on loopback that are this or that."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection
from pytest_django.fixtures import Settings
from websockets.sync.server import ServerConnection

from callpilot.embedded.engine import free_port
from callpilot.errors import Silent
from telephony.dialling import stream_check
from telephony.models import StreamCheck
from tests.telephony.dialling.media_sockets import (
    Answers,
    a_tunnel_without_websockets,
    as_we_do,
    served,
)


def test_our_own_socket_is_known_by_its_proof() -> None:
    with served(as_we_do) as address:
        assert stream_check.look(address) == stream_check.Seen()


def test_a_process_that_is_not_there_is_silent() -> None:
    seen = stream_check.look(f"ws://127.0.0.1:{free_port()}")

    assert (seen.fault, seen.detail) == ("silent", "ConnectionRefusedError")


def test_a_tunnel_that_passes_no_websockets_is_told_with_its_answer() -> None:
    with a_tunnel_without_websockets() as address:
        assert stream_check.look(address) == stream_check.Seen("no_socket", "HTTP 200")


@pytest.mark.parametrize("answers", [lambda socket: socket.send("hello"), lambda socket: None])
def test_whoever_cannot_prove_to_be_us_is_somebody_else(answers: Answers) -> None:
    with served(answers) as address:
        assert stream_check.look(address).fault == "foreign"


def test_what_is_no_address_is_told_and_not_raised() -> None:
    assert stream_check.look("http://127.0.0.1:9").fault == "foreign"


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_open_one_socket_and_all_know(settings: Settings) -> None:
    opened: list[ServerConnection] = []

    def count(socket: ServerConnection) -> None:
        opened.append(socket)
        as_we_do(socket)

    def ask(_: int) -> bool:
        close_old_connections()
        try:
            check = stream_check.ensured()
            return check is not None and check.proven
        finally:
            connection.close()

    with served(count) as address, ThreadPoolExecutor(6) as pool:
        settings.STREAM_PROBE_URL = address
        StreamCheck.of(address)

        assert list(pool.map(ask, range(6))) == [True] * 6
        assert len(opened) == 1


@pytest.mark.django_db
def test_readiness_demands_it_by_name_until_it_is_mended(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.STREAM_PROBE_URL = f"ws://127.0.0.1:{free_port()}"
    with pytest.raises(Silent, match=r"the media process does not answer \(ConnectionRefused"):
        stream_check.demand()
    assert "nobody is dialled" in caplog.text

    settings.STREAM_PROBE_URL = "off"
    stream_check.demand()


@pytest.mark.django_db
def test_what_is_tried_is_where_the_carrier_goes_unless_it_is_said_otherwise(
    settings: Settings,
) -> None:
    settings.STREAM_URL, settings.STREAM_PROBE_URL = "wss://calls.example.com", ""
    assert stream_check.address() == "wss://calls.example.com"

    settings.STREAM_PROBE_URL = "ws://media:8001/"
    assert stream_check.address() == "ws://media:8001"

    settings.STREAM_PROBE_URL = "off"
    assert stream_check.address() == "" and stream_check.ensured() is None
