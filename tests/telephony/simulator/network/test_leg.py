"""What the parts of the network share: the fields of every request, and the debugger's notes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from telephony.simulator.network.callbacks import Courier
from telephony.simulator.network.faults import Faults
from telephony.simulator.network.leg import NOTES_KEPT, Exchange, base_fields, rfc2822
from telephony.simulator.personas.callees import people
from tests.telephony.simulator.world import wire


def exchange() -> Exchange:
    faults = Faults()
    return Exchange(
        seed=1, speed=1.0, account_sid="AC1", auth_token="t", callees=people(1),
        courier=Courier("t", faults), faults=faults,
    )  # fmt: skip


def test_moments_are_told_as_mail_tells_them_and_in_utc() -> None:
    moment = datetime(2026, 12, 1, 10, 30, tzinfo=ZoneInfo("America/Los_Angeles"))

    assert rfc2822(moment) == "Tue, 01 Dec 2026 18:30:00 +0000"


def test_every_request_says_who_calls_whom_under_both_names() -> None:
    fields = base_fields("AC1", "CA1", "+1", "+9", "ringing")

    assert (fields["To"], fields["Called"]) == ("+1", "+1")
    assert (fields["From"], fields["Caller"]) == ("+9", "+9")
    assert fields["Direction"] == "outbound-api" and fields["CallStatus"] == "ringing"
    assert all(fields[f"{who}Country"] == "US" for who in ("To", "From", "Caller", "Called"))


def test_all_fields_are_texts_since_a_form_has_nothing_else() -> None:
    assert all(isinstance(value, str) for value in base_fields("A", "B", "C", "D", "E").values())
    assert wire("carrier_fields.json")


def test_notes_are_kept_in_order_and_not_for_ever() -> None:
    net = exchange()
    for number in range(NOTES_KEPT + 5):
        net.note("CA1", number, "Something.")

    assert len(net.debugger) == NOTES_KEPT
    assert (net.debugger[0]["code"], net.debugger[-1]["code"]) == (5, NOTES_KEPT + 4)
