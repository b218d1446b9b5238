"""The activity page: the audit trail of one's own requests, filtered, and as a file."""

import csv
import io
import json
from itertools import groupby
from typing import Unpack

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from callpilot.accounts.pages import PageRequest
from callpilot.json_types import JsonMapping
from callpilot.models import User
from callpilot.pages.form_options import FormOptions
from campaigns.models import Campaign
from campaigns.pages import audit_trail
from campaigns.pages.audit_trail import Entry, Sought
from campaigns.pages.csv_safety import cell

ON_A_PAGE = 60
MAX_LINES = 20_000  # lines of a file


class FilterForm(forms.Form):
    """What of the trail is wanted; nonsense is told and ignored."""

    actor = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[("", _("everybody")), *audit_trail.ACTORS.items()],
    )
    type = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[
            ("", _("everything important")),
            *((key, label) for key, (label, _kinds) in audit_trail.TYPES.items()),
        ],
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Request"), required=False, empty_label=_("every request")
    )
    first = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "data-search": ""}),
    )

    def __init__(
        self, person: User, data: JsonMapping | None = None, **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        campaign = self.fields["campaign"]
        assert isinstance(campaign, forms.ModelChoiceField)
        campaign.queryset = Campaign.objects.of(person)

    def sought(self) -> Sought:
        values = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        campaign = values.get("campaign")
        return Sought(
            actor=values.get("actor") or "",
            type=values.get("type") or "",
            campaign=str(campaign.pk) if campaign else "",
            first=values.get("first"),
            last=values.get("last"),
            words=values.get("q") or "",
        )


@login_required
@require_GET
def activity(request: PageRequest) -> HttpResponse:
    """Newest first; "Older" goes on where the page ended, whatever has happened since."""
    form = FilterForm(request.user, request.GET)
    sought = form.sought()
    rows = audit_trail.events(request.user, sought)
    if (wanted := request.GET.get("as")) in ("csv", "json"):
        made = [audit_trail.entry(event) for event in rows[:MAX_LINES]]
        return _csv(made) if wanted == "csv" else _json(made)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    events = list(rows[: ON_A_PAGE + 1])
    entries = [audit_trail.entry(event) for event in events[:ON_A_PAGE]]
    kept = request.GET.copy()
    kept.pop("before", None)
    context = {
        "form": form,
        "sought": sought,
        "days": [(day, list(lines)) for day, lines in groupby(entries, lambda line: line.day)],
        "older": events[ON_A_PAGE - 1].pk if len(events) > ON_A_PAGE else None,
        "kept": kept.urlencode(),
        "later": bool(before),
    }
    template = (
        "activity/_days.html" if getattr(request, "htmx", False) else "activity/activity.html"
    )
    return render(request, template, context, status=422 if form.errors else 200)


def _address(entry: Entry) -> str:
    """Where more about it is to be found."""
    event = entry.event
    if event.call_id is not None:
        try:
            return reverse("call", args=[event.call_id])
        except NoReverseMatch:
            pass
    return reverse("campaign", args=[event.mandate_id])


def _line(entry: Entry) -> dict[str, str]:
    return {
        "time": localtime(entry.event.created_at).isoformat(timespec="seconds"),
        "actor": entry.who,
        "what": entry.text,
        "request": str(entry.event.mandate.campaign),
        "address": _address(entry),
        "entry": f"{entry.event.mandate_id}/{entry.event.number}",
    }


def _csv(entries: list[Entry]) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["time", "actor", "what", "request", "address", "entry"])
    writer.writerows([cell(value) for value in _line(entry).values()] for entry in entries)
    return _file(text.getvalue(), "text/csv; charset=utf-8", "activity.csv")


def _json(entries: list[Entry]) -> HttpResponse:
    text = json.dumps([_line(entry) for entry in entries], ensure_ascii=False, indent=1)
    return _file(text, "application/json", "activity.json")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(text, content_type=kind, headers=headers)
