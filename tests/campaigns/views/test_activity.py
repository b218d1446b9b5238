"""The audit trail: every kind in words, one's own alone, found again, and safe as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from callpilot.models import User
from campaigns.models import Campaign, Event
from campaigns.views.activity import ON_A_PAGE
from tests.factories import make_call, make_campaign, make_person

pytestmark = pytest.mark.django_db


def noted(person: User, campaign: Campaign | None = None, *, text: str) -> Event:
    campaign = campaign or make_campaign(person, request="Dentist, please")
    return Event.record(campaign, Event.Kind.CALL_NOTED, text=text)


def test_the_page_groups_ones_own_by_day_newest_first(client: Client, person: User) -> None:
    early, late = noted(person, text="early"), noted(person, text="late")
    Event.objects.filter(pk=early.pk).update(created_at=now() - timedelta(days=2))
    noted(make_person(), text="somebody else's")

    page = client.get("/activity/").content.decode()

    assert page.index("late") < page.index("early") and "somebody else" not in page
    assert page.count('class="card day"') == 2 and late.mandate.campaign.request in page


def test_older_goes_on_where_the_page_ended(client: Client, person: User) -> None:
    campaign = make_campaign(person)
    count = ON_A_PAGE + 4
    events = [noted(person, campaign=campaign, text=f"note {n}.") for n in range(count)]

    first = client.get("/activity/").content.decode()
    noted(person, campaign=campaign, text="meanwhile")
    second = client.get(f"/activity/?before={events[4].pk}").content.decode()

    assert f"before={events[4].pk}" in first and "note 4." in first and "note 3." not in first
    assert "note 3." in second and "note 4." not in second and "meanwhile" not in second


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("actor=you", False), ("actor=assistant", True), ("type=offers", False),
        ("type=talk", True),
        ("q=WORDS", True), ("q=dentist", True), ("q=zebra", False), ("first=2020-01-01", True),
        ("last=2020-01-01", False), ("actor=nobody", True), ("first=soon", True),
        ("before=x", True),
        ("q=%00", True), ("campaign=x", True),
    ],
)  # fmt: skip
def test_the_trail_is_filtered(client: Client, person: User, query: str, found: bool) -> None:
    noted(person, text="my words")

    page = client.get(f"/activity/?{query}").content.decode()

    assert ("my words" in page) == found
    assert found or "Nothing matches" in page


def test_somebody_elses_campaign_is_no_choice(client: Client, person: User) -> None:
    other = noted(make_person(), text="secret")

    page = client.get(f"/activity/?campaign={other.mandate_id}")

    assert page.status_code == 422 and b"secret" not in page.content


def test_without_any_event_the_page_says_what_comes(client: Client, person: User) -> None:
    assert b"Nothing has happened yet" in client.get("/activity/").content


def test_the_table_runs_no_formulas(client: Client, person: User) -> None:
    campaign = make_campaign(person, request="=HYPERLINK(1)")
    noted(person, campaign=campaign, text="-2+3")

    answer = client.get("/activity/?as=csv")

    [_head, line] = csv.reader(io.StringIO(answer.content.decode()))
    assert line[3] == "'=HYPERLINK(1)" and not any(c[:1] in "=+-@" for c in line if c)
    assert "attachment" in answer["Content-Disposition"]


def test_the_file_of_rows_has_what_the_page_has(client: Client, person: User) -> None:
    noted(person, text="my words")

    [line] = client.get("/activity/?as=json&q=words").json()

    assert line["actor"] == "Assistant" and "my words" in line["what"]


def test_what_was_said_is_text(client: Client, person: User) -> None:
    campaign = make_campaign(person)
    call = make_call(campaign)
    Event.record(campaign, "turn", call=call, speaker="callee", text="<img src=x onerror=y>")

    assert "<img src=x" not in client.get("/activity/?type=talk").content.decode()


def test_the_trail_is_for_who_is_signed_in(client: Client) -> None:
    assert client.get("/activity/").status_code == 302
