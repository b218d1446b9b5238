"""One page of addresses."""

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from callpilot import views
from callpilot.accounts import mailbox, pages
from callpilot.api import problems
from campaigns.views import profile
from telephony.dialling import stop, stream_check

handler400 = views.bad_request
handler404 = views.page_not_found
handler500 = views.server_error

urlpatterns = [
    path("health", views.health, name="health"),
    path(
        "ready",
        views.ready,
        {"more": {"media": stream_check.demand}, "wishes": {"calling": stop.told}},
        name="ready",
    ),
    path("admin/", admin.site.urls),
    path(  # one page shows all that protects an account
        "accounts/2fa/",
        RedirectView.as_view(pattern_name="settings-security"),
    ),
    path("accounts/", include("allauth.urls")),
    path("settings/", RedirectView.as_view(pattern_name="settings-profile"), name="settings"),
    path("settings/profile/", profile.profile_page, name="settings-profile"),
    path("settings/security/", pages.security, name="settings-security"),
    path("settings/tokens/", pages.tokens, name="settings-tokens"),
    path("settings/tokens/<int:token_id>/revoke/", pages.revoke_token, name="revoke-token"),
    path("settings/appearance/", pages.appearance, name="settings-appearance"),
    path("help/", pages.help_page, name="help"),
    path("help/keys/", pages.keys, name="help-keys"),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path(
        "api/docs",
        csp_update({"style-src": ["'unsafe-inline'"]})(  # Swagger's own styles
            SpectacularSwaggerSplitView.as_view(
                url_name="schema", http_method_names=["get", "head"]
            )
        ),
        name="docs",
    ),
    path("api/", include("campaigns.api.urls")),
    path("api/", include("voice.api.urls")),
    re_path(r"^api/", problems.not_found),
    path("", include("telephony.urls")),
    path("", include("campaigns.urls")),
    path("", include("campaigns.personal_urls")),
    path("", include("voice.urls")),
]
if settings.SIMULATED:
    urlpatterns.insert(0, path("dev/mailbox/", mailbox.mailbox, name="mailbox"))
