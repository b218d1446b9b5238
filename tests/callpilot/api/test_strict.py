"""What is not meant literally is refused: unknown fields, and values of another JSON type."""

from decimal import Decimal

import pytest
from rest_framework import serializers

from callpilot.api.strict import Amount, StrictSerializer


class Wish(StrictSerializer):
    words = serializers.CharField(required=False, max_length=9)
    sure = serializers.BooleanField(required=False)
    count = serializers.IntegerField(required=False)
    share = serializers.FloatField(required=False)
    day = serializers.DateField(required=False)
    clock = serializers.TimeField(required=False)
    moment = serializers.DateTimeField(required=False)
    names = serializers.ListField(child=serializers.CharField(), required=False)
    id = serializers.UUIDField(required=False)
    price = Amount(required=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("words", 5), ("words", True), ("words", "hello     "), ("clock", "10:00\n"),
        ("price", "0"), ("price", "007"), ("price", "1000.01"), ("price", float("inf")),
        ("sure", "yes"), ("sure", 1), ("count", "30"),
        ("count", 1.5), ("count", True), ("share", "0.5"), ("share", False), ("day", "20300102"),
        ("day", "2030-02-30"), ("clock", "7:00"), ("clock", "10:00Z"), ("clock", "25:00"),
        ("moment", "2030-01-02T10:00:00"), ("moment", "2030-01-02"), ("names", ["a", 5]),
        ("names", "a"), ("id", 5), ("price", True), ("price", [1]), ("price", "5.001"),
        ("price", 0), ("price", 1000.5), ("colour", "blue"),
    ],
)  # fmt: skip
def test_what_is_not_meant_literally_is_refused_by_name(name: str, value: object) -> None:
    given = Wish(data={"words": "fine", name: value})

    assert not given.is_valid()
    assert {each.split(".")[0] for each in given.errors} == {name}


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("words", " hello ", "hello"), ("sure", False, False), ("count", 30.0, 30),
        ("share", 1, 1.0), ("names", ["a"], ["a"]), ("price", 5, Decimal("5.00")),
        ("price", 4.999, Decimal("5.00")), ("price", "12.50", Decimal("12.50")),
    ],
)  # fmt: skip
def test_what_is_meant_literally_is_read(name: str, value: object, read: object) -> None:
    given = Wish(data={name: value})

    assert given.is_valid(), given.errors
    assert given.validated_data == {name: read}


def test_a_moment_keeps_its_offset() -> None:
    given = Wish(data={"moment": "2030-01-02T10:00:00-08:00"})

    assert given.is_valid(), given.errors
    assert given.validated_data["moment"].isoformat() in (
        "2030-01-02T18:00:00+00:00",
        "2030-01-02T10:00:00-08:00",
    )
