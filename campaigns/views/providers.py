"""The address book's pages: whom the person knows, one of them, and new ones."""

from uuid import UUID

import phonenumbers
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callpilot.accounts.pages import PageRequest
from callpilot.errors import BadInput
from callpilot.json_types import JsonObject
from campaigns.calls import request_provider
from campaigns.models import Provider
from campaigns.pages.forms.providers import ContactForm, EntryForm, ImportForm
from campaigns.providers import address_book, imports, listing, phone_numbers
from campaigns.views.intake import begins_request
from campaigns.views.pages import put_errors

ON_A_PAGE = 40


@login_required
@require_GET
def providers(request: PageRequest) -> HttpResponse:
    """One of three tabs."""
    chosen = request.GET.get("tab", "mine")
    chosen = chosen if chosen in listing.TABS else "mine"
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = listing.tab(request.user, chosen)
    if words:
        found = found.filter(name__icontains=words)
    pages = Paginator(found, ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "tab": chosen,
        "words": words,
        "page": page,
        "rows": listing.rows(request.user, page.object_list),
    }
    return render(request, "providers/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PageRequest) -> HttpResponse:
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contact = address_book.add(request.user, **form.cleaned_data)
        except BadInput as error:
            put_errors(form, error)
        else:
            words = _("%(name)s is in your address book.")
            messages.success(request, words % {"name": contact.provider.name})
            return redirect("provider", contact.provider_id)
    status = 422 if form.errors else 200
    return render(request, "providers/edit.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, provider_id: UUID) -> HttpResponse:
    """Correct an entry of one's own."""
    rows = Provider.objects.filter(owner_id=request.user.pk).select_related("owner")
    provider = get_object_or_404(rows, pk=provider_id)
    names = ("name", "phone", "service", "address")
    initial = {name: getattr(provider, name) for name in names}
    form = EntryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            address_book.change(provider, **form.cleaned_data)
        except BadInput as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("provider", provider.pk)
    context = {"form": form, "provider": provider}
    return render(request, "providers/edit.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def phone(request: PageRequest) -> HttpResponse:
    """A number as it is understood while it is being typed, or what is wrong with it."""
    written = request.GET.get("phone", "")[:80]
    context: JsonObject = {}
    if written.strip():
        try:
            number = phone_numbers.normalise(written)
            context["problem"] = phone_numbers.problem(number)
            context["number"] = phonenumbers.format_number(
                phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL
            )
        except phone_numbers.BadNumber as error:
            context["problem"] = str(error)
    return render(request, "providers/_phone.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def provider(request: PageRequest, provider_id: UUID) -> HttpResponse:
    """One provider; a POST says how it stands and notes something."""
    row = own(request, provider_id)
    contact = address_book.contact_of(request.user, row)
    initial = {"standing": contact.standing, "note": contact.note}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        address_book.judge(request.user, row, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("provider", row.pk)
    context = {"form": form, "known": listing.known(request.user, row)}
    return render(request, "providers/provider.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def star(request: PageRequest, provider_id: UUID) -> HttpResponse:
    """Make it a favourite, or one no longer."""
    row = own(request, provider_id)
    contact = address_book.judge(request.user, row, favourite=request.POST.get("favourite") == "1")
    if getattr(request, "htmx", False):
        return render(request, "providers/_star.html", {"provider": row, "contact": contact})
    return redirect(_back(request, row))


def _back(request: PageRequest, row: Provider) -> str:
    address: str = reverse("provider", args=[row.pk])
    return reverse("providers") if request.POST.get("back") == "list" else address


@login_required
@require_POST
def remove(request: PageRequest, provider_id: UUID) -> HttpResponse:
    row = own(request, provider_id)
    address_book.remove(request.user, row)
    messages.success(request, _("%(name)s is out of your book.") % {"name": row.name})
    return redirect("providers")


@login_required
@require_POST
@begins_request
def ask(request: PageRequest, provider_id: UUID) -> HttpResponse:
    """A new request that asks this provider and, unless the person adds them, no others."""
    provider = own(request, provider_id)
    if request_provider.keep(request.user, provider):
        words = _("%(name)s is in your address book now, so that they are called.")
        messages.info(request, words % {"name": provider.name})
    draft = request_provider.ask(request.user, provider)
    return redirect("draft", draft.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: PageRequest) -> HttpResponse:
    """Import: a file is read and shown first; only what was shown is written."""
    form = ImportForm(request.POST or None, files=request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "providers/import.html", {"form": form}, status=422 if form.errors else 200
        )
    values = form.cleaned_data
    data = values["file"].read(imports.MAX_BYTES + 1) if values["file"] else b""
    try:
        rows = imports.read(request.user, data or values["text"].encode(), values["service"])
    except BadInput as error:
        put_errors(form, error)
        return render(request, "providers/import.html", {"form": form}, status=422)
    if request.POST.get("sure"):
        count = imports.write(request.user, rows)
        messages.success(request, _("%(count)d added.") % {"count": count})
        return redirect("providers")
    good = [row for row in rows if not row.errors]
    context = {"form": form, "rows": rows, "good": len(good), "bad": len(rows) - len(good)}
    context |= {"text": imports.as_csv(rows), "service": values["service"]}
    return render(request, "providers/import.html", context)


def own(request: PageRequest, provider_id: UUID) -> Provider:
    return get_object_or_404(address_book.visible(request.user), pk=provider_id)
