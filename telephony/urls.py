"""The addresses of telephony: each carrier's webhooks beneath its name, and the pages of calls."""

from django.urls import include, path

from telephony.carriers.base import carriers

urlpatterns = [
    *(path(f"{name}/", include(carriers.get(name).urls)) for name in carriers.names),
    path("calls/", include("telephony.call_page.urls")),
]
