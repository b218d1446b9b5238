"""The carrier's messages, to be read by staff; and the stop of all calling."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.models import Call, CallingStop
from telephony.dialling import stop
from telephony.models import WebhookDelivery


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(admin.ModelAdmin[WebhookDelivery]):
    """What the carrier told us; nobody may rewrite it."""

    list_display = ["received_at", "source", "kind", "call", "changed", "applied_at"]
    list_filter = ["source", "kind", "changed"]
    search_fields = ["dedupe_key", "call__id"]
    list_select_related = ["call__provider"]
    date_hierarchy = "received_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


TRAIL = ("stopped_at", "stopped_by", "reason", "hung_up", "resumed_at", "resumed_by")


class StopForm(forms.ModelForm[CallingStop]):
    """What whoever stops all calling is asked; to send it is to confirm."""

    hang_up = forms.BooleanField(
        label=gettext_lazy("Hang up calls that are under way"), required=False
    )

    class Meta:
        model = CallingStop
        fields = ["reason"]


@admin.register(CallingStop)
class CallingStopAdmin(admin.ModelAdmin[CallingStop]):
    """To add one is to stop all calling; to change it, to resume. Nobody rewrites what was."""

    form = StopForm
    list_display = TRAIL
    list_select_related = ["stopped_by", "resumed_by"]

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_resume_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("campaigns.change_callingstop"))

    def get_fields(self, request: HttpRequest, obj: CallingStop | None = None) -> tuple[str, ...]:
        return TRAIL if obj else ("reason", "hang_up")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.resume)
        return [path("resume/", view, name="campaigns_callingstop_resume"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: JsonObject | None = None
    ) -> HttpResponse:
        told = {
            "standing": CallingStop.standing(),
            "may_resume": self.has_resume_permission(request),
            "title": _("Stop or resume all calling"),
        }
        return super().changelist_view(request, told | (extra_context or {}))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: JsonObject | None = None
    ) -> HttpResponse:
        told = {"title": _("Stop all calling?"), "live_calls": Call.objects.live().count()}
        return super().add_view(request, form_url, told | (extra_context or {}))

    def save_model(
        self,
        request: HttpRequest,
        obj: CallingStop,
        form: ModelForm[CallingStop],
        change: bool,
    ) -> None:
        """Where a stop stands already, it is that one; then live calls alone are hung up."""
        hang_up = bool(form.cleaned_data["hang_up"])
        made = stop.stop_calling(_who(request), reason=obj.reason, hang_up=hang_up)
        obj.pk, obj.stopped_at = made.pk, made.stopped_at

    def response_add(
        self, request: HttpRequest, obj: CallingStop, post_url_continue: str | None = None
    ) -> HttpResponse:
        self.message_user(request, _("All calling is stopped."), messages.SUCCESS)
        return self._to_list()

    def resume(self, request: HttpRequest) -> HttpResponse:
        """Ask, and on POST dial again."""
        if not self.has_resume_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            asked = {**self.admin_site.each_context(request), "title": _("Resume calling?")}
            return TemplateResponse(request, "admin/campaigns/callingstop/resume.html", asked)
        standing = CallingStop.standing()
        if standing is not None and stop.resume_calling(_who(request)):
            self.log_change(request, standing, _("Calling was resumed."))
            self.message_user(request, _("Calling is resumed."), messages.SUCCESS)
        return self._to_list()

    def _to_list(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:campaigns_callingstop_changelist"))


def _who(request: HttpRequest) -> User | None:
    return User.objects.filter(pk=request.user.pk or 0).first()
