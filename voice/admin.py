"""A call with its transcript and tools, for staff: read it, or hang up."""

from typing import TypeVar

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from campaigns.models import Call
from voice.models import SecondOpinion, ToolRun, Turn, VendorSession

OfCall = TypeVar("OfCall", Turn, ToolRun, VendorSession, SecondOpinion)


class History:
    """What happened is looked at, not edited."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class TurnInline(History, admin.TabularInline[Turn, Call]):
    model = Turn
    fields = ["number", "speaker", "text", "interrupted", "started_ms", "ended_ms", "latency_ms"]
    ordering = ["number"]
    extra = 0


class ToolRunInline(History, admin.TabularInline[ToolRun, Call]):
    model = ToolRun
    fields = ["name", "arguments", "ok", "answer", "at_ms", "took_ms"]
    ordering = ["id"]
    extra = 0


class VendorSessionInline(History, admin.TabularInline[VendorSession, Call]):
    model = VendorSession
    fields = ["engine", "vendor_id", "told_at", "failed", "reason", "seconds", "credits", "cost"]
    ordering = ["id"]
    extra = 0


class SecondOpinionInline(History, admin.TabularInline[SecondOpinion, Call]):
    model = SecondOpinion
    fields = ["asked", "answered_at", "agreed", "quote"]
    extra = 0


@admin.register(Call)
class CallAdmin(History, admin.ModelAdmin[Call]):
    list_display = ["created_at", "provider", "purpose", "status", "outcome", "attempt", "reason"]
    list_filter = ["status", "outcome", "purpose", "engine", "second_opinion__agreed"]
    search_fields = ["provider__name", "to_number", "carrier_id"]
    list_select_related = ["provider"]
    date_hierarchy = "created_at"
    exclude = ["token", "tool_token", "stream_token"]  # they open sockets and tools
    inlines = [TurnInline, ToolRunInline, VendorSessionInline, SecondOpinionInline]
    actions = ["hang_up"]

    def view_on_site(self, call: Call) -> str:
        """Its own page, which opens to the person it was made for."""
        return reverse("call", args=[call.pk])

    @admin.action(description=_("Hang up"), permissions=["view"])
    def hang_up(self, request: HttpRequest, calls: QuerySet[Call]) -> None:
        """End the chosen calls; those that have ended stay as they are."""
        open_calls = [call for call in calls if not call.ended]
        for call in open_calls:
            call.end(str(_("Stopped by staff.")))
        count = len(open_calls)
        told = ngettext("%(count)d call is being ended.", "%(count)d calls are being ended.", count)
        self.message_user(request, told % {"count": count}, messages.SUCCESS)


class ReadOnly(History, admin.ModelAdmin[OfCall]):
    """A list to look through."""

    list_select_related = ["call__provider"]


@admin.register(Turn)
class TurnAdmin(ReadOnly[Turn]):
    list_display = ["call", "number", "speaker", "text", "interrupted", "latency_ms"]
    list_filter = ["speaker", "interrupted"]
    search_fields = ["text"]


@admin.register(ToolRun)
class ToolRunAdmin(ReadOnly[ToolRun]):
    list_display = ["call", "name", "ok", "took_ms", "created_at"]
    list_filter = ["name", "ok"]


@admin.register(VendorSession)
class VendorSessionAdmin(ReadOnly[VendorSession]):
    list_display = [
        "call",
        "engine",
        "opened_at",
        "told_at",
        "failed",
        "seconds",
        "credits",
        "cost",
    ]
    list_filter = ["engine", "failed"]
    search_fields = ["vendor_id"]
