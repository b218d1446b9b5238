"""What the API accepts: shapes and types only; what makes sense is decided by `launch`."""

from rest_framework import serializers

from callpilot.json_types import JsonMapping, JsonObject
from campaigns.models import Campaign
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
WEEKDAYS = WEEKDAY_NAMES


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
        return known


class WeightsInput(StrictSerializer):
    earliest_weight = serializers.FloatField(required=False)
    rating_weight = serializers.FloatField(required=False)
    distance_weight = serializers.FloatField(required=False)
    preference_weight = serializers.FloatField(required=False)


class CampaignInput(StrictSerializer):
    """A sentence, or fields, or both; explicit fields win."""

    request = serializers.CharField(required=False, max_length=2000)
    service = serializers.CharField(required=False, max_length=40)
    detail = serializers.CharField(required=False, max_length=200, allow_blank=True)
    location = serializers.CharField(required=False, max_length=200)
    date_range_start = serializers.DateField(required=False)
    date_range_end = serializers.DateField(required=False)
    day_parts = serializers.ListField(child=serializers.ChoiceField(DAY_PARTS), required=False)
    avoid_days = serializers.ListField(child=serializers.ChoiceField(WEEKDAYS), required=False)
    earliest_time = serializers.TimeField(required=False)
    latest_time = serializers.TimeField(required=False)
    duration_min = serializers.IntegerField(required=False)
    max_providers = serializers.IntegerField(required=False)
    max_parallel = serializers.IntegerField(required=False)
    preferences = WeightsInput(required=False)
    name = serializers.CharField(required=False, max_length=100)
    phone = serializers.CharField(required=False, max_length=20)
    insurance = serializers.CharField(required=False, max_length=100)
    new_patient = serializers.BooleanField(required=False)
    party_size = serializers.IntegerField(required=False, min_value=1, max_value=100)
    notes = serializers.CharField(required=False, max_length=2000)
    may_share = serializers.ListField(child=serializers.CharField(max_length=20), required=False)
    budget = serializers.DecimalField(8, 2, required=False)
    booking_policy = serializers.ChoiceField(Campaign.BookingPolicy.values, required=False)
    engine = serializers.CharField(required=False, max_length=20)


def campaign_fields(data: JsonObject) -> JsonObject:
    """Validated input in the campaign's own names."""
    flat = {key: value for key, value in data.items() if key != "preferences"}
    flat |= {f"preferences.{key}": value for key, value in data.get("preferences", {}).items()}
    fields = {NAMES.get(key, key): value for key, value in flat.items()}
    if "avoid_weekdays" in fields:
        fields["avoid_weekdays"] = [WEEKDAYS.index(day) for day in fields["avoid_weekdays"]]
    return fields


def api_names(errors: dict[str, list[str]]) -> dict[str, list[str]]:
    """Errors under the names that the API's caller used."""
    back = {ours: theirs for theirs, ours in NAMES.items()}
    return {back.get(field, field): sentences for field, sentences in errors.items()}


class ContactInput(StrictSerializer):
    name = serializers.CharField(required=False, max_length=100, allow_blank=True)
    phone = serializers.CharField(required=False, max_length=20, allow_blank=True)


class ConfirmInput(StrictSerializer):
    """An offer by its id, or by provider and time."""

    offer_id = serializers.UUIDField(required=False)
    provider_id = serializers.UUIDField(required=False)
    start = serializers.DateTimeField(required=False)
    end = serializers.DateTimeField(required=False)
    user_contact = ContactInput(required=False)

    def validate(self, attrs: JsonObject) -> JsonObject:
        if "offer_id" not in attrs and not {"provider_id", "start"} <= set(attrs):
            raise serializers.ValidationError(
                {"offer_id": ["Give the offer_id, or provider_id and start."]}
            )
        return attrs
