"""The page on which people choose how the assistant speaks for them."""

from django.urls import path

from voice import views

urlpatterns = [path("settings/voice/", views.voice, name="settings-voice")]
