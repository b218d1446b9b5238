"""The addresses of a call's own page."""

from django.urls import path

from telephony.call_page import views

urlpatterns = [
    path("<uuid:call_id>/", views.call_page, name="call"),
    path("<uuid:call_id>/recording.wav", views.recording, name="recording"),
    path("<uuid:call_id>/recording/delete/", views.delete_recording, name="delete-recording"),
]
