"""What the API accepts: shapes and types only; what makes sense is decided by `launch`."""

import re
from datetime import date, datetime

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from callpilot.adapters import REGISTRIES
from callpilot.api.strict import Amount
from callpilot.api.strict import StrictSerializer as StrictSerializer
from callpilot.errors import BadInput
from callpilot.json_types import JsonObject
from campaigns.api.places import PlaceGiven
from campaigns.intake.wish import SHAREABLE
from campaigns.models import Campaign
from campaigns.providers import service_kinds
from scheduling.language.en.words import WEEKDAY_NAMES
from scheduling.language.pieces import DAY_PARTS

# The API's name → the campaign's, where they differ; errors travel back the other way.
NAMES = {
    "location": "place",
    "duration_min": "duration_minutes",
    "avoid_days": "avoid_weekdays",
    "name": "contact_name",
    "phone": "contact_phone",
    "preferences.earliest_weight": "earliest_weight",
    "preferences.rating_weight": "rating_weight",
    "preferences.distance_weight": "distance_weight",
    "preferences.preference_weight": "preference_weight",
}
# A range that is given as moments is exact to the minute; its errors keep the range's names.
MOMENTS = {"date_range_start": "not_before", "date_range_end": "not_after"}
GIVEN_AS = {ours: theirs for theirs, ours in (NAMES | MOMENTS).items()}
WEEKDAYS = WEEKDAY_NAMES


@extend_schema_field(
    {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
)
class DayOrMoment(serializers.Field[date, object, str, object]):
    """A date, or a moment with its offset, which is exact to the minute."""

    DAY = re.compile(r"\d{4}-\d\d-\d\d")
    MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?")
    default_error_messages = {
        "shape": "Write a date as YYYY-MM-DD, or a moment as YYYY-MM-DDThh:mm:ssZ; it must exist.",
        "offset": "Give the moment its offset from UTC, like 2030-03-15T08:00:00-07:00.",
    }

    def to_internal_value(self, data: object) -> date:
        text = data.strip().upper() if isinstance(data, str) else ""
        try:
            if self.DAY.fullmatch(text):
                return date.fromisoformat(text)
            if not self.MOMENT.fullmatch(text):
                self.fail("shape")
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail("shape")
        if moment.tzinfo is None:
            self.fail("offset")
        return moment

    def to_representation(self, value: date) -> str:
        return value.isoformat()


class Moment(serializers.DateTimeField):
    """A moment with its offset; a wall clock's time could be anywhere."""

    default_error_messages = {"offset": DayOrMoment.default_error_messages["offset"]}

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("offset")
        return super().enforce_timezone(value)


class WeightsInput(StrictSerializer):
    earliest_weight = serializers.FloatField(required=False, min_value=0)
    rating_weight = serializers.FloatField(required=False, min_value=0)
    distance_weight = serializers.FloatField(required=False, min_value=0)
    preference_weight = serializers.FloatField(required=False, min_value=0)


class CampaignInput(StrictSerializer):
    """A sentence, or fields, or both; explicit fields win."""

    request = serializers.CharField(required=False, max_length=2000)
    service = serializers.CharField(required=False, max_length=100)
    detail = serializers.CharField(required=False, max_length=200, allow_blank=True)
    location = PlaceGiven()
    date_range_start = DayOrMoment(required=False)
    date_range_end = DayOrMoment(required=False)
    day_parts = serializers.ListField(child=serializers.ChoiceField(DAY_PARTS), required=False)
    avoid_days = serializers.ListField(child=serializers.ChoiceField(WEEKDAYS), required=False)
    avoid_dates = serializers.ListField(child=serializers.DateField(), required=False)
    earliest_time = serializers.TimeField(required=False)
    latest_time = serializers.TimeField(required=False)
    duration_min = serializers.IntegerField(required=False, min_value=5, max_value=480)
    max_providers = serializers.IntegerField(required=False, min_value=1, max_value=30)
    max_parallel = serializers.IntegerField(required=False, min_value=1, max_value=15)
    preferences = WeightsInput(required=False)
    name = serializers.CharField(required=False, max_length=100)
    phone = serializers.CharField(required=False, max_length=20)
    insurance = serializers.CharField(required=False, max_length=100)
    new_patient = serializers.BooleanField(required=False)
    party_size = serializers.IntegerField(required=False, min_value=1, max_value=100)
    notes = serializers.CharField(required=False, max_length=2000)
    may_share = serializers.ListField(child=serializers.ChoiceField(SHAREABLE), required=False)
    budget = Amount(required=False)
    booking_policy = serializers.ChoiceField(Campaign.BookingPolicy.values, required=False)
    engine = serializers.ChoiceField(REGISTRIES["VOICE_ENGINE"].names, required=False)


def campaign_fields(data: JsonObject) -> JsonObject:
    """Validated input in the campaign's own names."""
    flat = {key: value for key, value in data.items() if key != "preferences"}
    flat |= {f"preferences.{key}": value for key, value in data.get("preferences", {}).items()}
    fields = {NAMES.get(key, key): value for key, value in flat.items()}
    if "avoid_weekdays" in fields:
        fields["avoid_weekdays"] = [WEEKDAYS.index(day) for day in fields["avoid_weekdays"]]
    if "avoid_dates" in fields:
        fields["avoid_dates"] = [day.isoformat() for day in fields["avoid_dates"]]
    for day, moment in MOMENTS.items():
        if isinstance(fields.get(day), datetime):
            fields[moment] = fields.pop(day)
        elif day in fields:
            fields[moment] = None  # the whole day, whatever stood there before
    if asked := service_kinds.asked_for(fields.get("service", "")):
        fields["service"] = asked.key
        if asked.detail:
            fields.setdefault("detail", asked.detail)
    return fields


def api_names(errors: dict[str, list[str]]) -> dict[str, list[str]]:
    """Errors under the names that the API's caller used."""
    return {GIVEN_AS.get(field, field): sentences for field, sentences in errors.items()}


def in_api_names(error: BadInput) -> BadInput:
    """The same, with its suggestions, as the API's caller reads it."""
    suggestions = {GIVEN_AS.get(field, field): found for field, found in error.suggestions.items()}
    return BadInput(api_names(error.errors), suggestions)


class ContactInput(StrictSerializer):
    name = serializers.CharField(required=False, max_length=100, allow_blank=True)
    phone = serializers.CharField(required=False, max_length=20, allow_blank=True)


class ConfirmInput(StrictSerializer):
    """An offer by its id, or by provider and time."""

    offer_id = serializers.UUIDField(required=False)
    provider_id = serializers.UUIDField(required=False)
    start = Moment(required=False)
    end = Moment(required=False)
    user_contact = ContactInput(required=False)

    def validate(self, attrs: JsonObject) -> JsonObject:
        if "offer_id" not in attrs and not {"provider_id", "start"} <= set(attrs):
            raise serializers.ValidationError(
                {"offer_id": ["Give the offer_id, or provider_id and start."]}
            )
        return attrs
