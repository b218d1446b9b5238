"""The REST interface's addresses."""

from django.urls import path

from campaigns.api import calls, intake, person, views
from campaigns.api.stream import campaign_stream

urlpatterns = [
    path("profile", person.ProfileView.as_view()),
    path("providers", person.ProviderList.as_view()),
    path("task", intake.TaskList.as_view()),
    path("task/<uuid:task_id>", intake.TaskDetail.as_view()),
    path("task/<uuid:task_id>/launch", intake.TaskLaunch.as_view()),
    path("chat", intake.Chat.as_view()),
    path("campaigns", views.CampaignList.as_view()),
    path("campaigns/<uuid:campaign_id>", views.CampaignDetail.as_view()),
    path("campaigns/<uuid:campaign_id>/results", views.CampaignResults.as_view()),
    path("campaigns/<uuid:campaign_id>/events", views.CampaignEvents.as_view()),
    path("campaigns/<uuid:campaign_id>/stream", campaign_stream),
    path("campaigns/<uuid:campaign_id>/confirm", views.CampaignConfirm.as_view()),
    path("campaigns/<uuid:campaign_id>/cancel", views.CampaignCancel.as_view()),
    path("campaigns/<uuid:campaign_id>/rerank", views.CampaignRerank.as_view()),
    path("appointments", views.AppointmentList.as_view()),
    path("appointments/<uuid:appointment_id>", views.AppointmentDetail.as_view()),
    path("appointments/<uuid:appointment_id>/cancel", views.AppointmentCancel.as_view()),
    path(
        "appointments/<uuid:appointment_id>/event.ics",
        views.AppointmentIcs.as_view(),
    ),
    path("calls", calls.CallList.as_view()),
    path("calls/active", views.CallsActive.as_view()),
    path("calls/<uuid:call_id>", calls.CallDetail.as_view()),
    path("calls/<uuid:call_id>/whisper", calls.CallWhisper.as_view()),
    path("calls/<uuid:call_id>/hangup", calls.CallHangUp.as_view()),
]
