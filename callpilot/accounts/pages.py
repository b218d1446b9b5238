"""Safety, tokens, appearance and help: the pages about the account that need no app to know."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from callpilot.accounts.forms import ThemeForm, TokenForm
from callpilot.models import ApiToken, User


class PageRequest(HttpRequest):
    """What a page of somebody signed in is asked by."""

    user: User
    htmx: HtmxDetails


YEAR = 365 * 24 * 3600


@login_required
@require_GET
def security(request: PageRequest) -> HttpResponse:
    """What protects the account, each with its state and the page that changes it."""
    factors = {a.type: a for a in Authenticator.objects.filter(user=request.user)}
    keys = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    codes = factors.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "addresses": EmailAddress.objects.filter(user=request.user).order_by("-primary", "email"),
        "totp": factors.get(Authenticator.Type.TOTP),
        "keys": keys.count(),
        "codes": len(codes.wrap().get_unused_codes()) if codes else None,
        "sessions": len(UserSession.objects.purge_and_list(request.user)),
        "accounts": SocialAccount.objects.filter(user=request.user),
    }
    return render(request, "settings/security.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: PageRequest) -> HttpResponse:
    """All tokens; a new one is shown in this one answer and never again."""
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        secret = ApiToken.issue(
            request.user, form.cleaned_data["name"], expires_at=form.expires_at()
        )
        form = TokenForm()
    context = {"form": form, "secret": secret, "tokens": _own_tokens(request)}
    return render(request, "settings/tokens.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_token(request: PageRequest, token_id: int) -> HttpResponse:
    """Ask, then delete; what uses it is refused from then on."""
    token = get_object_or_404(_own_tokens(request), pk=token_id)
    if request.method == "POST":
        token.delete()
        messages.success(request, _("The token is revoked. What uses it is refused from now on."))
        return _back(request, "settings-tokens")
    page = "settings/_revoke_token.html" if request.htmx else "settings/revoke_token.html"
    return render(request, page, {"token": token})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appearance(request: PageRequest) -> HttpResponse:
    """Light, dark or as the system: a cookie, so that the server draws the page in it at once."""
    cookie = f"{settings.COOKIE_PREFIX}theme"
    chosen = {"theme": request.COOKIES.get(cookie, "")}
    form = ThemeForm(request.POST or None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        answer = redirect("settings-appearance")
        if theme := form.cleaned_data["theme"]:
            secure = settings.SESSION_COOKIE_SECURE
            answer.set_cookie(
                cookie, theme, max_age=YEAR, secure=secure, samesite="Lax", httponly=True
            )
        else:
            answer.delete_cookie(cookie, samesite="Lax")
        messages.success(request, _("Saved."))
        return answer
    status = 422 if form.errors else 200
    return render(request, "settings/appearance.html", {"form": form}, status=status)


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "help.html")


@require_GET
def keys(request: PageRequest) -> HttpResponse:
    """The keys, as a dialog or as a page."""
    return render(request, "_keys.html" if request.htmx else "keys.html")


def _own_tokens(request: PageRequest) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(user=request.user).order_by("-created_at")


def _back(request: PageRequest, name: str) -> HttpResponse:
    answer = redirect(name)
    return HttpResponseClientRedirect(answer["Location"]) if request.htmx else answer
