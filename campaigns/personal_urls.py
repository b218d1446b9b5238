"""The addresses of what is a person's own: settings, address book, activity."""

from django.urls import path

from campaigns.views import settings

urlpatterns = [
    path("settings/preferences/", settings.preferences, name="settings-preferences"),
    path("settings/preferences/example/", settings.example, name="settings-preferences-example"),
    path("settings/notifications/", settings.notifications, name="settings-notifications"),
]
