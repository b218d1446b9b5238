"""The pages' addresses."""

from django.urls import include, path

from campaigns.views import appointments, booking, feeds, intake, live, pages, starting

steering = [
    path("whisper/", live.whisper, name="whisper"),
    path("hangup/", live.hang_up, name="hang-up"),
    path("again/", live.call_again, name="call-again"),
    path("answer/<int:number>/", live.answer, name="answer"),
]
urlpatterns = [
    path("", intake.home, name="home"),
    path("demo/", intake.try_demo, name="demo"),
    path("requests/new/", intake.new, name="new"),
    path("requests/<uuid:draft_id>/", intake.draft_page, name="draft"),
    path("requests/<uuid:draft_id>/say/", intake.say, name="draft-say"),
    path("requests/<uuid:draft_id>/form/", intake.form, name="draft-form"),
    path("requests/<uuid:draft_id>/edit/<slug:row>/", intake.edit, name="draft-edit"),
    path("requests/<uuid:draft_id>/understood/", intake.understood, name="draft-understood"),
    path("requests/<uuid:draft_id>/discard/", intake.discard, name="draft-discard"),
    path("requests/<uuid:draft_id>/providers/", starting.providers, name="draft-providers"),
    path("requests/<uuid:draft_id>/providers/add/", starting.add_provider, name="draft-add"),
    path("requests/<uuid:draft_id>/providers/widen/", starting.widen, name="draft-widen"),
    path("requests/<uuid:draft_id>/confirm/", starting.confirm, name="draft-confirm"),
    path("requests/<uuid:draft_id>/start/", starting.start, name="draft-start"),
    path("campaigns/", pages.campaign_list, name="campaigns"),
    path("campaigns/<uuid:campaign_id>/", live.campaign_page, name="campaign"),
    path("campaigns/<uuid:campaign_id>/rerank/", live.rerank, name="rerank"),
    path("campaigns/<uuid:campaign_id>/cancel/", live.stop, name="cancel"),
    path("campaigns/<uuid:campaign_id>/calls/<uuid:call_id>/", include(steering)),
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
    path("appointments/<uuid:appointment_id>/told/", appointments.told, name="appointment-told"),
    path("appointments/all.ics", appointments.all_ics, name="appointments-ics"),
    path("feeds/<str:token>.ics", feeds.feed, name="feed"),
    path("settings/feed/", feeds.settings_feed, name="settings-feed"),
    path("settings/feed/reset/", feeds.reset_feed, name="feed-reset"),
]
