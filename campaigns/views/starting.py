"""Before the first call: who is called, who is not and why, and the question whether to start."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callpilot.accounts.pages import PageRequest
from callpilot.errors import BadInput, NotPermitted
from callpilot.json_types import JsonObject
from campaigns import launch
from campaigns.account import rate_limits
from campaigns.intake import call_preview, drafting, rows, wording
from campaigns.models import Draft
from campaigns.pages.forms.request import ProviderForm
from campaigns.providers import address_book
from campaigns.providers.service_kinds import SERVICES
from campaigns.views.intake import on_draft, to
from campaigns.views.pages import put_errors


@on_draft
@require_http_methods(["GET", "HEAD", "POST"])
def providers(request: PageRequest, draft: Draft) -> HttpResponse:
    """Who would be called; whoever is unticked is not."""
    if request.method == "POST":
        seen = call_preview.look(draft)
        offered = {choice.provider.pk for choice in seen.shown} if seen else set()
        draft = drafting.leave_out(draft, offered - _ids(request.POST.getlist("call")))
        if request.POST.get("next") == "start":
            return (
                confirm_page(request, draft)
                if request.htmx
                else redirect("draft-confirm", draft.pk)
            )
        return to(request, reverse("draft", args=[draft.pk]))
    return _providers(request, draft, ProviderForm())


def _ids(texts: list[str]) -> set[UUID]:
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def _providers(
    request: PageRequest, draft: Draft, form: ProviderForm, status: int = 200
) -> HttpResponse:
    seen = call_preview.look(draft)
    context = {
        "draft": draft,
        "form": form,
        "outlook": seen,
        "lines": call_preview.lines(draft, seen.shown) if seen else [],
        "barred": seen.barred if seen else [],
        "wider": call_preview.wider(draft),
        "left_out": set(map(UUID, draft.left_out)),
        "title": _("Who will be called"),
    }
    name = "_providers.html" if request.htmx else "providers.html"
    return render(request, f"campaigns/intake/{name}", context, status=status)


@on_draft
@require_POST
def add_provider(request: PageRequest, draft: Draft) -> HttpResponse:
    """One of the person's own, into their address book; it is called first."""
    form = ProviderForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        service = str(draft.value("service") or "general")
        try:
            address_book.add(draft.person, given["name"], given["phone"], service)
        except BadInput as error:
            put_errors(form, error)
        else:
            if not request.htmx:
                return redirect("draft-providers", draft.pk)
            return _providers(request, draft, ProviderForm())
    return _providers(request, draft, form, 422)


@on_draft
@require_POST
def widen(request: PageRequest, draft: Draft) -> HttpResponse:
    """Look farther away."""
    draft = drafting.look_within(draft, call_preview.wider(draft))
    if request.htmx:
        return _providers(request, draft, ProviderForm())
    return redirect("draft-providers", draft.pk)


@on_draft
@require_GET
def confirm(request: PageRequest, draft: Draft) -> HttpResponse:
    """The question before the first call; asking it rings nobody."""
    return confirm_page(request, draft)


def confirm_page(
    request: PageRequest, draft: Draft, problem: str = "", status: int = 200
) -> HttpResponse:
    seen = call_preview.look(draft)
    lacking = [row for row in rows.of(draft) if row.wanting]
    if not lacking and seen is not None and not seen.count and not seen.unreached:
        problem = problem or _(
            "Nobody is left to be called. Choose somebody, or look farther away."
        )
    context: JsonObject = {
        "draft": draft,
        "lacking": lacking,
        "outlook": seen,
        "problem": problem,
        "title": _("Not yet") if lacking else _("Start calling?"),
    }
    if seen is not None and not lacking:
        context |= _terms(draft, seen)
    name = "_confirm.html" if request.htmx else "confirm.html"
    return render(request, f"campaigns/intake/{name}", context, status=status)


def _terms(draft: Draft, seen: call_preview.Outlook) -> JsonObject:
    """What the person agrees to by pressing the button."""
    service = SERVICES[draft.value("service")]
    return {
        "act": wording.call_button(service.key, seen.count) if seen.count else "",
        "parallel": min(rows.at_once(draft), seen.count),
        "window": call_preview.window(seen.called),
        "estimate": call_preview.estimate(seen.count),
        "ceiling": draft.value("budget") or settings.CAMPAIGN_BUDGET,
        "disclosure": wording.disclosure(draft.value("contact_name"), service.key),
        "shared": wording.shared(drafting.shared(draft)),
        "books": draft.value("booking_policy") == "book_when_it_fits",
        "when": wording.when(draft),
        "key": drafting.fingerprint(draft),
    }


@on_draft
@require_POST
def start(request: PageRequest, draft: Draft) -> HttpResponse:
    """Start calling; the only address that does."""
    seen = call_preview.look(draft)
    if seen is not None and not seen.count and not seen.unreached:
        return confirm_page(request, draft, status=422)
    wait = rate_limits.campaign_starts(request.user).take()
    if wait is not None:
        minutes = max(1, round(wait / 60))
        words = ngettext(
            "You have started many requests. Please wait %(n)d minute.",
            "You have started many requests. Please wait %(n)d minutes.",
            minutes,
        )
        return confirm_page(request, draft, words % {"n": minutes}, _status(request, 429))
    try:
        campaign = launch.of_draft(draft, request.POST.get("key", ""))
    except BadInput:
        return confirm_page(request, draft, status=422)
    except NotPermitted as error:
        draft.refresh_from_db()
        return confirm_page(request, draft, str(error), _status(request, 409))
    return to(request, reverse("campaign", args=[campaign.pk]))


def _status(request: PageRequest, code: int) -> int:
    """A part of a page is shown only with 422."""
    return 422 if request.htmx else code
