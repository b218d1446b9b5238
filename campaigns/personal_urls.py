"""The addresses of what is a person's own: settings, address book, activity."""

from django.urls import path

from campaigns.views import activity, calendars, privacy, providers, settings

urlpatterns = [
    path("settings/privacy/", privacy.privacy, name="settings-privacy"),
    path("settings/privacy/download/", privacy.download, name="settings-download"),
    path(
        "settings/privacy/recordings/",
        privacy.delete_recordings,
        name="settings-delete-recordings",
    ),
    path("settings/privacy/delete/", privacy.delete_account, name="settings-delete-account"),
    path("activity/", activity.activity, name="activity"),
    path("providers/", providers.providers, name="providers"),
    path("providers/add/", providers.add, name="provider-add"),
    path("providers/import/", providers.bring, name="provider-import"),
    path("providers/phone/", providers.phone, name="provider-phone"),
    path("providers/<uuid:provider_id>/", providers.provider, name="provider"),
    path("providers/<uuid:provider_id>/edit/", providers.edit, name="provider-edit"),
    path("providers/<uuid:provider_id>/star/", providers.star, name="provider-star"),
    path("providers/<uuid:provider_id>/ask/", providers.ask, name="provider-ask"),
    path("providers/<uuid:provider_id>/remove/", providers.remove, name="provider-remove"),
    path("settings/calendars/", calendars.calendars, name="settings-calendars"),
    path("settings/calendars/busy/", calendars.add_busy, name="settings-busy-add"),
    path(
        "settings/calendars/busy/<int:entry_id>/remove/",
        calendars.remove_busy,
        name="settings-busy-remove",
    ),
    path("settings/preferences/", settings.preferences, name="settings-preferences"),
    path("settings/preferences/example/", settings.example, name="settings-preferences-example"),
    path("settings/notifications/", settings.notifications, name="settings-notifications"),
]
