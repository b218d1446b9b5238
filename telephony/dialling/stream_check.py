"""Can our media socket be reached? Opened as a carrier opens it, before any desk is rung."""

import hmac
import logging
import time
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from websockets.exceptions import InvalidHandshake, InvalidStatus, WebSocketException
from websockets.sync.client import connect

from callpilot.addresses import is_on_this_machine
from callpilot.errors import Silent
from telephony.carriers.base import carriers
from telephony.models import StreamCheck

logger = logging.getLogger(__name__)

OPEN_SECONDS = 4.0  # to connect and be let in
SAY_SECONDS = 2.0  # to prove that it is us
LOOK_SECONDS = 0.05  # between two looks whether another's try has ended
OFF = "off"


@dataclass(frozen=True)
class Seen:
    """What opening the socket has shown; a blank fault is none."""

    fault: str = ""
    detail: str = ""  # for operators


def address() -> str:
    """Where the socket is tried, or "" when it is not to be tried."""
    said = str(settings.STREAM_PROBE_URL)
    return "" if said == OFF else said.rstrip("/") or str(settings.STREAM_URL)


def proof(nonce: UUID) -> str:
    """What only a process with our SECRET_KEY can answer to a nonce."""
    return salted_hmac("telephony.stream_check", str(nonce)).hexdigest()


def ensured() -> StreamCheck | None:
    """How it stands, after a try if there was no good one just now; None: it is not tried.

    Goes over the network, so never within a transaction. Whoever comes while another tries waits
    for what that shows.
    """
    if not (where := address()):
        return None
    check = StreamCheck.of(where)
    if check.fresh:
        return check
    if check.claim():
        _tell(check, look(where))
    else:
        _wait(check)
    return check


def demand() -> None:
    """For /ready: raise Silent, with words, when whoever picks up would find nobody."""
    check = ensured()
    if check is not None and not check.proven:
        raise Silent(f"{why(check)} ({check.detail or 'not tried yet'})")


def why(check: StreamCheck) -> str:
    return str(check.get_fault_display() if check.fault else _("it is being tried"))


def look(where: str) -> Seen:
    """Open the socket at this address, and see that we ourselves are at its other end."""
    nonce = uuid4()
    direct = is_on_this_machine(where.replace("ws", "http", 1))
    try:
        with connect(
            f"{where}/{carriers.chosen}/stream/probe/{nonce}",
            proxy=None if direct else True,
            open_timeout=OPEN_SECONDS,
            close_timeout=1.0,
            compression=None,
            max_size=1024,
        ) as socket:
            said = str(socket.recv(timeout=SAY_SECONDS))
    except InvalidStatus as error:
        return Seen(StreamCheck.Fault.NO_SOCKET, f"HTTP {error.response.status_code}")
    except InvalidHandshake as error:
        return Seen(StreamCheck.Fault.NO_SOCKET, type(error).__name__)
    except (WebSocketException, ValueError) as error:  # it broke off, or is no address at all
        return Seen(StreamCheck.Fault.FOREIGN, type(error).__name__)
    except OSError as error:
        return Seen(StreamCheck.Fault.SILENT, type(error).__name__)
    if not hmac.compare_digest(said.encode(), proof(nonce).encode()):
        return Seen(StreamCheck.Fault.FOREIGN, "another answer than ours")
    return Seen()


def _tell(check: StreamCheck, seen: Seen) -> None:
    before = check.fault
    check.tell(seen.fault, seen.detail)
    if seen.fault and not before:
        logger.error("The media socket cannot be reached (%s); nobody is dialled.", seen.detail)
    elif before and not seen.fault:
        logger.warning("The media socket can be reached again; dialling goes on.")


def _wait(check: StreamCheck) -> None:
    check.refresh_from_db()  # it was read before the other's claim
    while check.under_way:
        time.sleep(LOOK_SECONDS)
        check.refresh_from_db()
