"""The carrier's messages, to be read by staff."""

from django.contrib import admin
from django.http import HttpRequest

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
