"""Inputs taken at their word: no field that is unknown, no value of another JSON type."""

import re
from decimal import Decimal

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from callpilot.json_types import JsonMapping, JsonObject

WANTED: dict[type, tuple[type | tuple[type, ...], str]] = {
    serializers.CharField: (str, "This must be a text."),
    serializers.UUIDField: (str, "This must be a text."),
    serializers.ChoiceField: (str, "This must be a text."),
    serializers.BooleanField: (bool, "Say true or false."),
    serializers.IntegerField: (int, "This must be a whole number."),
    serializers.FloatField: ((int, float), "This must be a number."),
}
ANY_TEXT, SOME_TEXT = r"^[^\x00]*$", r"^[^\x00]*[^\x00\s\x1c-\x1f][^\x00]*$"
SHAPES = {
    serializers.DateTimeField: (
        r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$",
        "Write the moment with its offset from UTC, like 2030-03-15T08:00:00-07:00.",
    ),
    serializers.DateField: (r"^\d{4}-\d\d-\d\d$", "Write the date as YYYY-MM-DD; it must exist."),
    serializers.TimeField: (
        r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$",
        "Write the time as HH:MM.",
    ),
}


def faults(field: serializers.Field[object, object, object, object], value: object) -> list[str]:
    """What is wrong with the shape of a value; "30" is not 30, and 1 is not true."""
    if value is None:
        return []  # the field knows whether it may be empty
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        return sorted({words for item in value for words in faults(field.child, item)})
    for kind, (types, words) in WANTED.items():
        if isinstance(field, kind):
            if isinstance(value, float) and types is int and value.is_integer():
                return []  # in JSON 30.0 is a whole number
            wrong = isinstance(value, bool) != (types is bool) or not isinstance(value, types)
            return [words] if wrong else too_long(field, value)
    for kind, (pattern, words) in SHAPES.items():
        if isinstance(field, kind):
            fits = isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII)
            return [] if fits else [words]
    return []


def too_long(field: serializers.Field[object, object, object, object], value: object) -> list[str]:
    """Also blanks around a text count, which the field does not see."""
    most = field.max_length if isinstance(field, serializers.CharField) else None
    if most is None or not isinstance(value, str) or len(value) <= most:
        return []
    return [f"At most {most} characters, please."]


class Amount(serializers.DecimalField):
    """Money from 0.01 to 1000, as a text or as a number, which is rounded to cents."""

    WRITTEN = r"^([1-9]\d{0,2}(\.\d{1,2})?|1000(\.00?)?|0\.(0[1-9]|[1-9]\d?))$"

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(8, 2, min_value=Decimal("0.01"), max_value=1000, required=required)

    def to_internal_value(self, data: object) -> Decimal:
        if isinstance(data, str) and re.fullmatch(self.WRITTEN, data, re.ASCII):
            return Decimal(data)
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        return super().to_internal_value(f"{data:.2f}" if isinstance(data, float) else data)


class StrictSerializer(serializers.Serializer[JsonObject]):
    """Refuses fields it does not know: a misspelt wish must not be silently ignored."""

    def to_internal_value(self, data: JsonMapping) -> JsonObject:
        known: JsonObject = super().to_internal_value(data)
        if unknown := set(data) - set(self.fields):
            raise serializers.ValidationError(
                {
                    name: [f"There is no such field; known are: {', '.join(self.fields)}."]
                    for name in sorted(unknown)
                }
            )
        wrong = {
            name: words
            for name, value in data.items()
            if (words := faults(self.fields[name], value))
        }
        if wrong:
            raise serializers.ValidationError(wrong)
        return known


class StrictScheme(OpenApiSerializerExtension):
    """How the API's document says so."""

    target_class = StrictSerializer
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> JsonObject:
        schema: JsonObject = auto_schema._map_serializer(
            self.target, direction, bypass_extensions=True
        )
        for name, field in self.target.fields.items():
            shown: JsonObject = schema["properties"][name]
            if isinstance(field, serializers.CharField):
                shown["pattern"] = ANY_TEXT if field.allow_blank else SOME_TEXT
                shown |= {} if field.allow_blank else {"minLength": 1}
            elif isinstance(field, serializers.TimeField):
                del shown["format"]  # which would want an offset
                shown["pattern"] = SHAPES[serializers.TimeField][0]
            elif isinstance(field, Amount):
                number = {"type": "number", "minimum": 0.01, "maximum": 1000}
                text = {"type": "string", "pattern": Amount.WRITTEN}
                schema["properties"][name] = {"oneOf": [number, text]}
        return schema | {"additionalProperties": False}
