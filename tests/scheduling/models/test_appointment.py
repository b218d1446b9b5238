"""Tests of scheduling/models/appointment.py: what a calendar is told about an appointment."""

from scheduling.models import Appointment


def test_the_description_has_reference_telephone_and_notes_a_line_each() -> None:
    appointment = Appointment(
        confirmation_ref="CP-AAA-BBB", phone="+14155550111", notes="Bring the X-rays."
    )

    assert appointment.description.splitlines() == [
        "Reference: CP-AAA-BBB",
        "Telephone: +14155550111",
        "Bring the X-rays.",
    ]


def test_the_description_leaves_out_what_is_not_known() -> None:
    assert Appointment(confirmation_ref="CP-AAA-BBB").description == "Reference: CP-AAA-BBB"
