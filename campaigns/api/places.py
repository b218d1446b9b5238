"""Places in the API: how they are shown, and the two ways to give one."""

from django.core.exceptions import ValidationError
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, extend_schema_field
from rest_framework import serializers

from callpilot.api.openapi import PLACE
from callpilot.api.strict import ANY_TEXT, SOME_TEXT, StrictSerializer
from callpilot.json_types import JsonObject
from callpilot.models import validate_zone
from campaigns.providers import gazetteer
from campaigns.providers.geocoders.base import Place
from scheduling.distances.base import Point

MAX_LENGTH = 200


def zone_exists(name: str) -> None:
    """As the model asks it."""
    try:
        validate_zone(name)
    except ValidationError as error:
        raise serializers.ValidationError(error.messages) from None


class PlaceInput(StrictSerializer):
    """A point; its name and time zone are looked up unless they are given."""

    latitude = serializers.FloatField(min_value=-90, max_value=90)
    longitude = serializers.FloatField(min_value=-180, max_value=180)
    timezone = serializers.CharField(required=False, max_length=64, validators=[zone_exists])

    def __init__(self, *, data: object = serializers.empty) -> None:
        super().__init__(data=data)
        # As an attribute of the class it would be the serializer's own label.
        self.fields["label"] = serializers.CharField(required=False, max_length=MAX_LENGTH)


class PlaceGiven(serializers.Field[str | Place, object, object, object]):
    """A text that names a place, or a point, which is a place wherever it lies."""

    default_error_messages = {
        "shape": "Name a place, or give its latitude and longitude.",
        "length": f"Name a place in at most {MAX_LENGTH} characters.",
    }

    def __init__(self, *, allow_null: bool = False, allow_blank: bool = False) -> None:
        super().__init__(required=False, allow_null=allow_null)
        self.text = serializers.CharField(max_length=MAX_LENGTH, allow_blank=allow_blank)

    def to_internal_value(self, data: object) -> str | Place:
        if isinstance(data, dict):
            given = PlaceInput(data=data)
            given.is_valid(raise_exception=True)
            return _place(given.validated_data)
        if not isinstance(data, str):
            self.fail("shape")
        if len(data) > MAX_LENGTH:  # with the blanks around it
            self.fail("length")
        return str(self.text.run_validation(data))

    def to_representation(self, value: object) -> object:
        return value.shown if isinstance(value, Place) else value


def _place(given: JsonObject) -> Place:
    point = Point(given["latitude"], given["longitude"])
    return gazetteer.at(point, given.get("label", ""), given.get("timezone", ""))


class PlaceScheme(OpenApiSerializerFieldExtension):
    """How the API's document says so."""

    target_class = PlaceGiven

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Direction) -> JsonObject:
        text: JsonObject = {"type": "string", "maxLength": MAX_LENGTH, "pattern": ANY_TEXT}
        if not self.target.text.allow_blank:
            text |= {"minLength": 1, "pattern": SOME_TEXT}
        point = auto_schema.resolve_serializer(PlaceInput, direction)
        return {"oneOf": [text, point.ref]}


@extend_schema_field({"allOf": [PLACE.ref], "nullable": True})
class PlaceShown(serializers.Field[object, object, object, object]):
    """A place with its name, point and zone; null where there is none."""
