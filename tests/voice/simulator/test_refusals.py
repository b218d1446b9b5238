"""Refusals read as the vendor writes them."""

from voice.simulator.refusals import wrong


def test_a_wrong_member_is_named_by_its_path() -> None:
    refusal = wrong("Field required", "settings", "name", kind="missing")

    assert refusal.status == 422
    assert refusal.detail == [
        {"loc": ["body", "settings", "name"], "msg": "Field required", "type": "missing"}
    ]
