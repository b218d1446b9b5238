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
            return [words] if wrong else []
    for kind, (pattern, words) in SHAPES.items():
        if isinstance(field, kind):
            fits = isinstance(value, str) and re.search(pattern, value, re.ASCII)
            return [] if fits else [words]
    return []


class Amount(serializers.DecimalField):
    """Money as a text, or as a number, which is rounded to cents."""

    def __init__(self, *, min_value: Decimal, max_value: int, required: bool = True) -> None:
        super().__init__(8, 2, min_value=min_value, max_value=max_value, required=required)

    def to_internal_value(self, data: object) -> Decimal:
        if isinstance(data, float):
            return super().to_internal_value(f"{data:.2f}")
        if isinstance(data, bool) or not isinstance(data, int | str):
            self.fail("invalid")
        return super().to_internal_value(data)


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
            if isinstance(field, serializers.CharField) and not field.allow_blank:
                shown |= {"minLength": 1, "pattern": r"\S"}
            elif isinstance(field, serializers.TimeField):
                del shown["format"]  # which would want an offset
                shown["pattern"] = SHAPES[serializers.TimeField][0]
            elif isinstance(field, Amount):
                low, high = float(field.min_value or 0), float(field.max_value or 0)
                amount = {"type": "number", "minimum": low, "maximum": high}
                text = {"type": "string", "pattern": r"^\d{1,4}(\.\d{1,2})?$"}
                schema["properties"][name] = {"oneOf": [amount, text]}
        return schema | {"additionalProperties": False}
