"""The private calendar feed: read by programs without a session, kept by its person."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from callpilot.accounts.pages import PageRequest
from campaigns.account import rate_limits
from scheduling.calendars import ical
from scheduling.models import Feed
from scheduling.models.feed import new_token

NOTED_EVERY = timedelta(minutes=10)  # when it was read last is not worth a write each time


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar behind an address that nobody can guess; unchanged is answered with 304."""
    subscription = get_object_or_404(Feed, token=token, person__is_active=True)
    if rate_limits.feed_reads(subscription).take() is not None:
        return HttpResponse(
            _("Please come back in a minute."),
            status=429,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": "60"},
        )
    moment = now()
    if subscription.read_at is None or moment - subscription.read_at > NOTED_EVERY:
        Feed.objects.filter(pk=subscription.pk).update(read_at=moment)
    body = ical.feed(subscription)
    etag = ical.etag(body)
    fresh = HttpResponse(
        body,
        content_type=ical.content_type(),
        headers={
            "ETag": etag,
            "Cache-Control": "private, max-age=300",
            "X-Robots-Tag": "noindex, nofollow",
            "Content-Disposition": 'inline; filename="callpilot.ics"',
        },
    )
    return get_conditional_response(request, etag=etag, response=fresh) or fresh


class FeedForm(forms.ModelForm[Feed]):
    class Meta:
        model = Feed
        fields = ["detail"]
        labels = {"detail": gettext_lazy("What the feed tells")}
        widgets = {"detail": forms.RadioSelect}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_feed(request: PageRequest) -> HttpResponse:
    """The address to subscribe to, what it tells, and a new address."""
    subscription = Feed.of(request.user)
    form = FeedForm(request.POST or None, instance=subscription)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. Calendar programs see it when they come next."))
        return redirect("settings-feed")
    address = request.build_absolute_uri(reverse("feed", args=[subscription.token]))
    context = {
        "feed": subscription,
        "feed_url": address,
        "webcal_url": "webcal://" + address.partition("://")[2],
        "form": form,
    }
    return render(request, "settings/feed.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def reset_feed(request: PageRequest) -> HttpResponse:
    """A new address; whoever knows the old one reads nothing any more."""
    Feed.objects.filter(pk=Feed.of(request.user).pk).update(token=new_token(), read_at=None)
    messages.success(request, _("The feed has a new address. The old one no longer works."))
    return redirect("settings-feed")
