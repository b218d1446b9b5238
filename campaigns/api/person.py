"""The REST addresses of what is a person's own: profile and address book."""

from django.conf import settings
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from callpilot.api.authentication import signed_in
from callpilot.api.idempotency import IdempotentAPIView
from callpilot.json_types import JsonObject
from callpilot.models import Profile, User
from campaigns.account import profile
from campaigns.api.inputs import StrictSerializer, WeightsInput
from campaigns.api.places import PlaceGiven, PlaceShown, zone_exists
from campaigns.intake.beside import landmarks
from campaigns.models import Contact, Preferences
from campaigns.models.preferences import WEIGHTS
from campaigns.offers import scoring
from campaigns.providers import address_book, gazetteer, listing
from campaigns.providers.geocoders.base import Place
from campaigns.providers.service_kinds import SERVICES

MAX_ENTRIES = 500
TOLD = ("name", "phone", "home_address", "timezone", "language", "insurance")


class ProfileSerializer(serializers.Serializer[object]):
    name = serializers.CharField()
    phone = serializers.CharField()
    home_address = serializers.CharField(help_text="The label of `home`.")
    home = PlaceShown()
    timezone = serializers.CharField()
    language = serializers.CharField()
    insurance = serializers.CharField()
    preferences = WeightsInput()


class ProfileInput(StrictSerializer):
    """`home` is a text or a point, null for none; `home_address` is the same as a text."""

    name = serializers.CharField(required=False, allow_blank=True, max_length=100)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    home_address = serializers.CharField(required=False, allow_blank=True, max_length=200)
    home = PlaceGiven(allow_null=True, allow_blank=True)
    timezone = serializers.CharField(required=False, max_length=64, validators=[zone_exists])
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    insurance = serializers.CharField(required=False, allow_blank=True, max_length=100)
    preferences = WeightsInput(required=False)

    def validate(self, attrs: JsonObject) -> JsonObject:
        if {"home", "home_address"} <= set(attrs):
            raise serializers.ValidationError({"home": ["Give home or home_address, not both."]})
        return attrs


class ProfileView(IdempotentAPIView):
    @extend_schema(responses=ProfileSerializer)
    def get(self, request: Request) -> Response:
        """What the person told us once, and the weights that new requests start with."""
        return Response(_profile(signed_in(request)))

    @extend_schema(request=ProfileInput, responses=ProfileSerializer)
    def patch(self, request: Request) -> Response:
        """Change some of it; the rest stays."""
        given = ProfileInput(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        weights = values.pop("preferences", None)
        person = signed_in(request)
        place = _home(values, Profile.objects.get(user=person))
        with transaction.atomic():
            if weights:
                row = Preferences.of(person)
                for name, value in scoring.check_weights(row.weights | weights).items():
                    setattr(row, name, value)
                row.save(update_fields=list(WEIGHTS))
            if values:
                row_now = Profile.objects.select_for_update(no_key=True).get(user=person)
                kept = {name: getattr(row_now, name) for name in TOLD}
                profile.save(row_now, kept | values, place)
        return Response(_profile(person))


def _home(values: JsonObject, row: Profile) -> Place | None:
    """Where the home is that was given; `home` becomes `home_address`. Raises BadInput.

    Before any row is locked, as somebody else's server may be asked.
    """
    field = "home" if "home" in values else "home_address"
    given = values.pop("home", values.get("home_address"))
    if field == "home" or given is not None:
        values["home_address"] = given.name[:200] if isinstance(given, Place) else given or ""
    if isinstance(given, Place):
        return given
    if not given or not profile.moved(row, given):
        return None
    return landmarks.found(field, given, None).place


def _profile(person: User) -> JsonObject:
    row = Profile.objects.get(user=person)
    chosen = Preferences.chosen_by(person.pk)
    home = gazetteer.home(row)
    return {name: getattr(row, name) for name in TOLD} | {
        "home": home.shown if home else None,
        "preferences": chosen.weights,
    }


class ProviderSerializer(serializers.Serializer[object]):
    provider_id = serializers.UUIDField(source="provider.pk")
    name = serializers.CharField(source="provider.name")
    phone = serializers.CharField(source="provider.phone")
    service = serializers.CharField(source="provider.service")
    address = serializers.CharField(source="provider.address")
    timezone = serializers.CharField(source="provider.timezone")
    rating = serializers.FloatField(source="provider.rating", allow_null=True)
    review_count = serializers.IntegerField(source="provider.review_count")
    distance_km = serializers.FloatField(source="km", allow_null=True)
    own = serializers.SerializerMethodField()
    favourite = serializers.BooleanField(source="contact.favourite")
    standing = serializers.CharField(source="contact.standing")
    may_be_called = serializers.SerializerMethodField()
    listed_by = serializers.CharField(source="source")

    def get_own(self, row: listing.Row) -> bool:
        return row.provider.owner_id is not None

    def get_may_be_called(self, row: listing.Row) -> bool:
        reachable = bool(row.provider.phone) and not row.provider.number_wrong
        wanted = row.contact.standing not in (Contact.Standing.NEVER, Contact.Standing.AVOID)
        return reachable and wanted and not row.barred


class ProviderInput(StrictSerializer):
    name = serializers.CharField(max_length=200)
    phone = serializers.CharField(max_length=40)
    service = serializers.ChoiceField(list(SERVICES))
    address = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ProviderList(IdempotentAPIView):
    @extend_schema(responses=ProviderSerializer(many=True), operation_id="providers_list")
    def get(self, request: Request) -> Response:
        """The person's own book, and whom own campaigns came across."""
        found = address_book.visible(signed_in(request)).order_by("name", "pk")[:MAX_ENTRIES]
        rows = listing.rows(signed_in(request), found)
        return Response(ProviderSerializer(rows, many=True).data)

    @extend_schema(
        request=ProviderInput,
        responses={201: ProviderSerializer},
    )
    def post(self, request: Request) -> Response:
        """Put a provider into the person's own book."""
        given = ProviderInput(data=request.data)
        given.is_valid(raise_exception=True)
        contact = address_book.add(signed_in(request), **given.validated_data)
        [row] = listing.rows(signed_in(request), [contact.provider])
        return Response(ProviderSerializer(row).data, status=201)
