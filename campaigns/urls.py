"""The pages' addresses."""

from django.urls import path

from campaigns.views import appointments, booking, pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("demo/", pages.try_demo, name="demo"),
    path("requests/new/", pages.new, name="new"),
    path("campaigns/", pages.campaign_list, name="campaigns"),
    path("campaigns/<uuid:campaign_id>/", pages.campaign_page, name="campaign"),
    path("campaigns/<uuid:campaign_id>/rerank/", pages.rerank, name="rerank"),
    path("campaigns/<uuid:campaign_id>/cancel/", pages.cancel_campaign, name="cancel"),
    path(
        "campaigns/<uuid:campaign_id>/offers/<uuid:offer_id>/confirm/",
        booking.confirm_offer,
        name="confirm",
    ),
    path("appointments/", appointments.appointment_list, name="appointments"),
    path("appointments/<uuid:appointment_id>/", appointments.appointment_page, name="appointment"),
    path(
        "appointments/<uuid:appointment_id>/cancel/",
        appointments.cancel_appointment,
        name="cancel-appointment",
    ),
    path(
        "appointments/<uuid:appointment_id>/event.ics",
        appointments.appointment_ics,
        name="appointment-ics",
    ),
    path(
        "appointments/<uuid:appointment_id>/calendar/",
        appointments.write_to_calendar,
        name="appointment-calendar",
    ),
]
