"""The REST addresses of campaigns, appointments and calls: fetch, one verb, answer."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from callpilot.api.authentication import signed_in
from callpilot.api.idempotency import IdempotentAPIView
from callpilot.api.openapi import refused
from callpilot.errors import BadInput, NotPermitted
from callpilot.json_types import JsonObject
from campaigns import launch
from campaigns.account import rate_limits
from campaigns.api import inputs
from campaigns.api import representations as shown
from campaigns.bookings import booking
from campaigns.calls import cancel
from campaigns.live.hub import DIGITS, numbered, rows_since
from campaigns.models import Call, Campaign, Offer
from campaigns.offers import scoring
from campaigns.offers.offers import ranked
from scheduling.calendars import ical
from scheduling.models import Appointment

SINCE = {"type": "integer", "minimum": 0, "maximum": 10**DIGITS - 1, "default": 0}


class ConfirmationSerializer(serializers.Serializer[object]):
    campaign_id = serializers.UUIDField()
    confirmed = serializers.BooleanField()
    state = serializers.ChoiceField(Campaign.Status.choices)
    confirmation_ref = serializers.CharField(allow_null=True)
    appointment_id = serializers.UUIDField(allow_null=True)


class CampaignView(IdempotentAPIView):
    """Whatever concerns one campaign of the person who asks."""

    def campaign(self, request: Request, campaign_id: UUID) -> Campaign:
        return get_object_or_404(Campaign.objects.of(request.user), pk=campaign_id)


class CampaignList(IdempotentAPIView):
    def get_throttles(self) -> list[BaseThrottle]:
        limits = super().get_throttles()
        if self.request.method == "POST":
            limits.append(rate_limits.campaign_starts(signed_in(self.request)))
        return limits

    @extend_schema(responses=shown.CampaignSerializer(many=True), operation_id="campaigns_list")
    def get(self, request: Request) -> Response:
        """The person's campaigns, newest first."""
        campaigns = Campaign.objects.of(request.user).prefetch_related(*shown.everything())[:100]
        return Response([shown.campaign_object(campaign) for campaign in campaigns])

    @extend_schema(
        request=inputs.CampaignInput,
        responses={202: shown.CampaignSerializer},
    )
    def post(self, request: Request) -> Response:
        """Start a campaign from a sentence, from fields, or from both."""
        given = inputs.CampaignInput(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            fields = inputs.campaign_fields(given.validated_data)
            campaign = launch.create(signed_in(request), fields, row_id=self.row_id())
        except BadInput as error:
            raise inputs.in_api_names(error) from error
        return Response(shown.campaign_object(campaign), status=202)


class CampaignDetail(CampaignView):
    @extend_schema(responses=shown.CampaignSerializer)
    def get(self, request: Request, campaign_id: UUID) -> Response:
        """How far it is, what was offered, what it cost; for staff also `debug`."""
        campaign = self.campaign(request, campaign_id)
        told = shown.campaign_object(campaign)
        if signed_in(request).is_staff:
            told["debug"] = shown.debug(campaign)
        return Response(told)


class CampaignResults(CampaignView):
    @extend_schema(responses=shown.OfferSerializer(many=True))
    def get(self, request: Request, campaign_id: UUID) -> Response:
        """The offers, best first, each with its reasons and evidence."""
        offers = ranked(self.campaign(request, campaign_id))
        return Response(shown.OfferSerializer(offers, many=True).data)


class CampaignEvents(CampaignView):
    @extend_schema(
        responses={200: shown.EventSerializer(many=True), **refused(422)},
        operation_id="campaigns_events_list",
        parameters=[OpenApiParameter("since", SINCE, description="the last number you have seen")],
    )
    def get(self, request: Request, campaign_id: UUID) -> Response:
        """What happened after `since`, for who cannot keep a stream open."""
        campaign = self.campaign(request, campaign_id)
        since = numbered(request.query_params.get("since", "0"))
        if since is None:
            raise BadInput({"since": ["Give the number of the last event you have seen."]})
        rows = rows_since(campaign.pk, since)
        return Response([shown.event_object(event) for event in rows])


class CampaignConfirm(CampaignView):
    @extend_schema(request=inputs.ConfirmInput, responses={202: ConfirmationSerializer})
    def post(self, request: Request, campaign_id: UUID) -> Response:
        """Choose an offer: the desk is rung back, and `confirmed` turns true when it has agreed."""
        campaign = self.campaign(request, campaign_id)
        given = inputs.ConfirmInput(data=request.data)
        given.is_valid(raise_exception=True)
        contact = given.validated_data.get("user_contact", {})
        booking.confirm(
            campaign,
            self.offer(campaign, given.validated_data),
            contact_name=contact.get("name", ""),
            contact_phone=contact.get("phone", ""),
        )
        campaign.refresh_from_db()
        return Response(shown.confirmation(campaign), status=202)

    def offer(self, campaign: Campaign, data: JsonObject) -> Offer:
        """The one that is meant, by its id or by provider and start."""
        offers = campaign.offers.select_related("provider")
        if "provider_id" in data:
            offers = offers.filter(provider_id=data["provider_id"])
        if "offer_id" in data:
            offer = get_object_or_404(offers, pk=data["offer_id"])
        else:
            offer = get_object_or_404(offers, start=data["start"])
        _must_fit(offer, data)
        return offer


def _must_fit(offer: Offer, data: JsonObject) -> None:
    """Nobody is booked for another time than they said. Raises BadInput."""
    for name, moment in (("start", offer.start), ("end", offer.end)):
        if name in data and data[name] != moment:
            there = moment.astimezone(offer.zone).isoformat()
            raise BadInput({name: [_("This offer has %(time)s there.") % {"time": there}]})


class CampaignCancel(CampaignView):
    @extend_schema(request=None, responses=shown.CampaignSerializer)
    def post(self, request: Request, campaign_id: UUID) -> Response:
        """No further call; live calls end within seconds; nothing is held any more."""
        campaign = self.campaign(request, campaign_id)
        stopped = cancel.cancel_campaign(campaign)
        campaign.refresh_from_db()
        if not stopped and campaign.status == Campaign.Status.CONFIRMED:
            raise NotPermitted(_("It is booked. Cancel the appointment instead."))
        return Response(shown.campaign_object(campaign))


class CampaignRerank(CampaignView):
    @extend_schema(request=inputs.WeightsInput, responses=shown.CampaignSerializer)
    def post(self, request: Request, campaign_id: UUID) -> Response:
        """Rank the same offers by other weights; rings nobody."""
        campaign = self.campaign(request, campaign_id)
        given = inputs.WeightsInput(data=request.data)
        given.is_valid(raise_exception=True)
        scoring.reweigh(campaign, given.validated_data)
        campaign.refresh_from_db()
        return Response(shown.campaign_object(campaign))


class CallsActive(IdempotentAPIView):
    @extend_schema(responses=shown.CallSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The person's calls that are going on now."""
        calls = Call.objects.live().filter(mandate__person_id=request.user.pk)
        return Response(shown.CallSerializer(calls.select_related("provider"), many=True).data)


class AppointmentList(IdempotentAPIView):
    @extend_schema(responses=shown.AppointmentSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The person's appointments, the earliest first."""
        rows = Appointment.objects.filter(person_id=request.user.pk)
        rows = rows.select_related("hold", "booking")
        return Response(shown.AppointmentSerializer(rows, many=True).data)


class AppointmentDetail(IdempotentAPIView):
    @extend_schema(responses=shown.AppointmentSerializer)
    def get(self, request: Request, appointment_id: UUID) -> Response:
        """When, where, and the words that booked it."""
        row = get_object_or_404(Appointment, pk=appointment_id, person_id=request.user.pk)
        return Response(shown.AppointmentSerializer(row).data)


class AppointmentCancel(IdempotentAPIView):
    @extend_schema(request=None, responses=shown.AppointmentSerializer)
    def post(self, request: Request, appointment_id: UUID) -> Response:
        """Free the time, and tell the desk by phone; again changes nothing."""
        row = get_object_or_404(Appointment, pk=appointment_id, person_id=request.user.pk)
        booking.cancel_appointment(row)
        row.refresh_from_db()
        return Response(shown.AppointmentSerializer(row).data)


class AppointmentIcs(IdempotentAPIView):
    def perform_content_negotiation(
        self, request: Request, force: bool = False
    ) -> tuple[BaseRenderer, str]:
        """A calendar program asks for text/calendar, and that is what it gets."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(responses={(200, "text/calendar"): OpenApiTypes.BINARY})
    def get(self, request: Request, appointment_id: UUID) -> HttpResponse:
        """The appointment for any calendar program."""
        row = get_object_or_404(Appointment, pk=appointment_id, person_id=request.user.pk)
        return HttpResponse(
            ical.file_of(row),
            content_type=ical.content_type(ical.method_of(row)),
            headers={"Content-Disposition": 'attachment; filename="appointment.ics"'},
        )
