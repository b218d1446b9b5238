"""Campaigns in the admin: an audit trail to read, and two stop buttons."""

from typing import ClassVar, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.calls import outcomes
from campaigns.calls.cancel import cancel_campaign
from campaigns.models import (
    Booking,
    Call,
    Campaign,
    Candidate,
    Contact,
    Event,
    Offer,
    Preferences,
    Provider,
    Suppression,
)
from campaigns.providers import phone_numbers

Row = TypeVar("Row", bound=models.Model)


class ReadOnly:
    """Rows that only the machine writes."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class Related(BaseModelAdmin[Row]):
    """Fetches what its rows name together with them, not one by one."""

    related: ClassVar[list[str]] = []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        return super().get_queryset(request).select_related(*self.related)


class PhoneForm(forms.ModelForm[Row]):
    """A number as people write it becomes the one that is dialled, or is refused in words."""

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"] or "")
        try:
            return phone_numbers.normalise(phone) if phone else ""
        except phone_numbers.BadNumber as error:
            raise forms.ValidationError(str(error)) from None


class CandidateInline(ReadOnly, Related[Candidate], admin.TabularInline[Candidate, Campaign]):
    model = Candidate
    related: ClassVar[list[str]] = ["provider"]
    fields = ["position", "provider", "distance_km", "travel_minutes", "travel_mode", "preferred"]
    fields += ["skipped_because"]


class CallInline(ReadOnly, Related[Call], admin.TabularInline[Call, Campaign]):
    model = Call
    fk_name = "campaign"
    related: ClassVar[list[str]] = ["provider"]
    fields = ["provider", "purpose", "attempt", "status", "outcome", "reason", "due_at", "cost"]
    show_change_link = True


class OfferInline(ReadOnly, Related[Offer], admin.TabularInline[Offer, Campaign]):
    model = Offer
    related: ClassVar[list[str]] = ["provider"]
    fields = ["rank", "provider", "start", "verified", "status", "score", "price", "kept_until"]
    show_change_link = True


class BookingInline(ReadOnly, Related[Booking], admin.TabularInline[Booking, Campaign]):
    model = Booking
    related: ClassVar[list[str]] = ["offer__provider"]
    fields = ["offer", "status", "reason", "confirm_calls", "deadline_at", "ended_at"]


class EventInline(ReadOnly, Related[Event], admin.TabularInline[Event, Campaign]):
    model = Event
    related: ClassVar[list[str]] = ["call__provider"]
    fields = ["number", "kind", "call", "data", "created_at"]
    readonly_fields = ["created_at"]
    ordering = ["number"]


@admin.register(Campaign)
class CampaignAdmin(ReadOnly, admin.ModelAdmin[Campaign]):
    list_display = ["__str__", "person", "service", "status", "place", "created_at"]
    list_filter = ["status", "service", "booking_policy", "created_at"]
    search_fields = ["id", "request", "person__username", "place"]
    list_select_related = ["person"]
    inlines = [CandidateInline, CallInline, OfferInline, BookingInline, EventInline]
    actions = ["stop"]

    # Whoever sees that something goes wrong may stop it.
    @admin.action(description=gettext_lazy("Cancel campaign"), permissions=["view"])
    def stop(self, request: HttpRequest, queryset: QuerySet[Campaign]) -> None:
        stopped = sum(cancel_campaign(campaign) for campaign in queryset)
        self.message_user(request, _("%(count)d stopped.") % {"count": stopped}, messages.SUCCESS)


@admin.register(Provider)
class ProviderAdmin(admin.ModelAdmin[Provider]):
    list_display = ["name", "service", "phone", "rating", "source", "owner", "number_wrong"]
    list_filter = ["service", "source", "number_wrong"]
    search_fields = ["name", "phone", "address", "source_id"]
    list_select_related = ["owner"]
    actions = ["never_call_again"]
    form = PhoneForm[Provider]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_block_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("campaigns.add_suppression"))

    @admin.action(description=gettext_lazy("Never call again"), permissions=["block"])
    def never_call_again(self, request: HttpRequest, queryset: QuerySet[Provider]) -> None:
        phones = {provider.phone for provider in queryset if provider.phone}
        for phone in phones:
            Suppression.objects.update_or_create(
                phone=phone,
                source=Suppression.Source.STAFF,
                defaults={"added_by_id": request.user.pk, "lapses_at": None},
            )
            outcomes.stop_waiting(_("This number is not called any more."), to_number=phone)
        words = _("%(count)d numbers are not called any more.") % {"count": len(phones)}
        self.message_user(request, words, messages.SUCCESS)


@admin.register(Offer)
class OfferAdmin(ReadOnly, admin.ModelAdmin[Offer]):
    list_display = ["provider", "start", "verified", "status", "rank", "score", "campaign"]
    list_filter = ["status", "verified"]
    search_fields = ["provider__name", "campaign__id"]
    list_select_related = ["provider", "campaign"]


@admin.register(Booking)
class BookingAdmin(ReadOnly, admin.ModelAdmin[Booking]):
    list_display = ["offer", "status", "reason", "confirm_calls", "created_at", "ended_at"]
    list_filter = ["status"]
    search_fields = ["campaign__id", "offer__provider__name", "appointment__confirmation_ref"]
    list_select_related = ["offer__provider"]


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin[Event]):
    list_display = ["mandate", "number", "kind", "created_at"]
    list_filter = ["kind", "created_at"]
    search_fields = ["mandate__id"]
    list_select_related = ["mandate"]


@admin.register(Suppression)
class SuppressionAdmin(admin.ModelAdmin[Suppression]):
    list_display = ["phone", "source", "reason", "lapses_at", "created_at"]
    list_filter = ["source"]
    search_fields = ["phone", "reason"]
    exclude = ["call", "added_by"]
    form = PhoneForm[Suppression]

    def save_model(
        self, request: HttpRequest, obj: Suppression, form: ModelForm[Suppression], change: bool
    ) -> None:
        if not change:
            obj.added_by_id = request.user.pk
        super().save_model(request, obj, form, change)
        if obj.lapses_at is None:
            reason = _("This number is not called any more.")
            outcomes.stop_waiting(reason, to_number=obj.phone)


@admin.register(Preferences)
class PreferencesAdmin(ReadOnly, admin.ModelAdmin[Preferences]):
    list_display = ["user", "record_calls", "retention_days", "announcements"]
    search_fields = ["user__username"]
    list_select_related = ["user"]


@admin.register(Contact)
class ContactAdmin(ReadOnly, admin.ModelAdmin[Contact]):
    """Without the note, which is private."""

    list_display = ["provider", "person", "favourite", "standing", "created_at"]
    list_filter = ["favourite", "standing"]
    search_fields = ["provider__name", "person__username"]
    list_select_related = ["provider", "person"]
    exclude = ["note"]
