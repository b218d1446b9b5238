"""The admin pages: for staff alone, and where it is asked for with a second factor."""

from allauth.account.decorators import secure_admin_login
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class StaffSite(AdminSite):
    """Staff signs in where everybody does, with its limits on guessing."""

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not lacks_second_factor(request)

    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if super().has_permission(request) and lacks_second_factor(request):
            messages.warning(request, _("Staff needs a second factor: set one up here."))
            return redirect("settings-security")
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer


def lacks_second_factor(request: HttpRequest) -> bool:
    return bool(settings.STAFF_SECOND_FACTOR) and not is_mfa_enabled(request.user)
