"""A new request: the talk, the form, what we understood, and a change of one row."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect, retarget

from callpilot.accounts.pages import PageRequest
from callpilot.errors import BadInput
from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.account import rate_limits
from campaigns.intake import (
    availability_strip,
    call_preview,
    chat,
    drafting,
    fields,
    message,
    rows,
)
from campaigns.models import Campaign, Draft
from campaigns.offers import scoring
from campaigns.pages.forms.request import DraftForm
from campaigns.views.pages import put_errors

View = Callable[..., HttpResponse]


ROW_EDIT = "campaigns/intake/_edit.html"


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("new")
    return render(request, "home.html", {"examples": chat.EXAMPLES})


@require_POST
def try_demo(request: HttpRequest) -> HttpResponse:
    """Sign in as the demo person; exists only where no real phone rings."""
    person = User.objects.filter(username="demo").first() if settings.SIMULATED else None
    if person is None:
        raise Http404
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("new")


def begins_request(view: View) -> View:
    """A person begins so many an hour; to look at the one in hand is free."""

    @wraps(view)
    def counted(request: PageRequest, *args: object, **kwargs: object) -> HttpResponse:
        asks = request.method == "POST" or request.GET
        if asks and rate_limits.drafting(request.user).take() is not None:
            return render(request, "429.html", status=429)
        return view(request, *args, **kwargs)

    return counted


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@begins_request
def new(request: PageRequest) -> HttpResponse:
    """Take up the last draft, or begin one: empty, with a sentence, or like an earlier request."""
    if earlier := request.GET.get("from"):
        like = get_object_or_404(Campaign.objects.of(request.user), pk=_uuid(earlier))
        others = "others" in request.GET
        again = others or "again" in request.GET
        wider = "wider" in request.GET
        draft = drafting.begin(request.user, like=like, again=again, others=others, wider=wider)
        return redirect("draft", draft.pk)
    draft = drafting.resume(request.user)
    if request.method != "POST":
        words = request.GET.get("request", "")[: chat.MAX_LENGTH]
        if words and not draft.empty:
            draft = drafting.begin(request.user)
        address = reverse("draft", args=[draft.pk])
        return redirect(f"{address}?{urlencode({'text': words})}" if words else address)
    if not draft.empty:
        draft = drafting.begin(request.user)
    try:
        drafting.say(draft, request.POST.get("request", ""))
    except BadInput as error:
        messages.error(request, error.errors["text"][0])
    return redirect("draft", draft.pk)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def on_draft(view: View) -> View:
    """The person's own draft; once it is started, its campaign is where it goes on."""

    @login_required
    @wraps(view)
    def found(
        request: PageRequest, draft_id: UUID, *args: object, **kwargs: object
    ) -> HttpResponse:
        draft = get_object_or_404(Draft.objects.of(request.user), pk=draft_id)
        draft.person = request.user
        if draft.campaign_id is not None:
            return to(request, reverse("campaign", args=[draft.campaign_id]))
        return view(request, draft, *args, **kwargs)

    return found


def to(request: HttpRequest, address: str) -> HttpResponse:
    """Elsewhere, for a page and for a part of one."""
    if getattr(request, "htmx", False):  # a part of a page goes elsewhere as a whole
        return HttpResponseClientRedirect(address)
    return redirect(address)


def context(draft: Draft, *, changed: frozenset[str] = frozenset(), **more: object) -> JsonObject:
    """What both columns show; `changed` names the fields whose rows are pointed out."""
    seen = call_preview.look(draft)
    shown = rows.of(draft, changed)
    wanting = [row for row in shown if row.wanting]
    return {
        "draft": draft,
        "rows": shown,
        "wanting": wanting,
        "known": len(shown) - len(wanting),
        "outlook": seen,
        "estimate": call_preview.estimate(seen.count) if seen else None,
        "wider": call_preview.wider(draft),
        "strip": availability_strip.strip(draft),
        "quick": message.offered(draft),
        "tab": "chat",
        **more,
    }


@on_draft
@require_GET
def draft_page(request: PageRequest, draft: Draft) -> HttpResponse:
    more: JsonObject = {
        "examples": chat.EXAMPLES if not draft.messages else [],
        "recent": Campaign.objects.of(request.user)[:4],
        "text": request.GET.get("text", "")[: chat.MAX_LENGTH],
    }
    return render(request, "campaigns/intake/page.html", context(draft, **more))


@on_draft
@require_POST
def say(request: PageRequest, draft: Draft) -> HttpResponse:
    """One message of the person; the answer comes with what changed."""
    text = request.POST.get("text", "")
    before = dict(draft.fields)
    try:
        if rate_limits.drafting(request.user).take() is not None:
            raise BadInput({"text": [_("You have written very much. Please wait a few minutes.")]})
        draft = drafting.say(draft, text)
    except BadInput as error:
        problem = " ".join(sentence for found in error.errors.values() for sentence in found)
        more: JsonObject = {"text": text[: chat.MAX_LENGTH * 2], "problem": problem}
        name = "campaigns/intake/_chat.html" if request.htmx else "campaigns/intake/page.html"
        return render(request, name, context(draft, **more), status=422)
    if not request.htmx:
        return redirect(reverse("draft", args=[draft.pk]) + "#answer")
    changed = frozenset(n for n in fields.NAMES if draft.fields.get(n) != before.get(n))
    return render(request, "campaigns/intake/_said.html", context(draft, changed=changed))


@on_draft
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: PageRequest, draft: Draft) -> HttpResponse:
    """All fields at once; saved on every change, and by its button."""
    shown = DraftForm(request.POST or None, initial=DraftForm.shown(draft))
    changed: frozenset[str] = frozenset()
    if request.method == "POST" and shown.is_valid():
        before = dict(draft.fields)
        try:
            draft = drafting.put(draft, shown.fields_given())
        except BadInput as error:
            put_errors(shown, error)
        else:
            changed = frozenset(n for n in fields.NAMES if draft.fields.get(n) != before.get(n))
            if not request.htmx:
                there = "draft" if request.POST.get("next") == "chat" else "draft-form"
                return redirect(there, draft.pk)
    status = 422 if shown.errors else 200
    if request.htmx and request.method == "POST":
        name = "campaigns/intake/_fields.html" if shown.errors else "campaigns/intake/_put.html"
        more = context(draft, form=shown, changed=changed, tab="form")
        answered = render(request, name, more, status=status)
        return retarget(answered, "#fields") if shown.errors else answered
    more = context(draft, form=shown, tab="form")
    return render(request, "campaigns/intake/page.html", more, status=status)


@on_draft
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, draft: Draft, row: str) -> HttpResponse:
    """One row, changed in its place; also the one control of what may be shared."""
    kind = rows.BY_KEY.get(row)
    if kind is None:
        raise Http404
    shown = DraftForm(request.POST or None, initial=_initial(draft, row), only=kind.names)
    if request.method == "POST" and shown.is_valid():
        try:
            draft = drafting.put(draft, shown.fields_given())
        except BadInput as error:
            put_errors(shown, error)
        else:
            if not request.htmx:
                return redirect(reverse("draft", args=[draft.pk]) + f"#row-{row}")
            more = context(draft, changed=frozenset(kind.names), focus=row)
            return render(request, "campaigns/intake/_put.html", more)
    shown.fields[kind.names[0]].widget.attrs["autofocus"] = True
    there: JsonObject = {"draft": draft, "form": shown, "kind": kind, "label": _(kind.label)}
    status = 422 if shown.errors else 200
    if request.htmx:
        return retarget(render(request, ROW_EDIT, there, status=status), f"#row-{row}")
    return render(request, "campaigns/intake/edit.html", there, status=status)


def _initial(draft: Draft, row: str) -> JsonObject:
    """As it stands, also where nobody has said anything."""
    shown = DraftForm.shown(draft)
    if row == "share":
        shown["may_share"] = drafting.shared(draft)
    if row == "priorities":
        for name, usual in zip(fields.WEIGHTS, scoring.DEFAULT_WEIGHTS, strict=True):
            shown[name] = f"{100 * float(shown.get(name, usual)):g}"
    return shown


@on_draft
@require_GET
def understood(request: PageRequest, draft: Draft) -> HttpResponse:
    """The right column alone."""
    focus = request.GET.get("focus", "")
    return render(request, "campaigns/intake/_understood.html", context(draft, focus=focus))


@on_draft
@require_POST
@begins_request
def discard(request: PageRequest, draft: Draft) -> HttpResponse:
    """Start over: the draft is gone."""
    draft.delete()
    return redirect("draft", drafting.begin(request.user).pk)
