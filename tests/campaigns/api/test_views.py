"""The REST interface: what it accepts, refuses and shows, and to whom."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from callpilot.json_types import JsonObject
from callpilot.models import IdempotencyKey, User
from callpilot.tasks import tidy_keys
from campaigns.models import Booking, Campaign, Event
from campaigns.offers import scoring
from scheduling.models import Appointment, Hold
from tests.campaigns.answered_calls import booked, with_offers
from tests.campaigns.clients import Program
from tests.factories import make_call, make_campaign, make_offer, make_person

pytestmark = pytest.mark.django_db


def wish(**changes: object) -> JsonObject:
    tomorrow = date.today() + timedelta(days=1)
    return {
        "service": "dentist",
        "location": "San Francisco",
        "date_range_start": tomorrow.isoformat(),
        "date_range_end": (tomorrow + timedelta(days=4)).isoformat(),
        "duration_min": 30,
        "max_providers": 10,
        "max_parallel": 5,
    } | changes


def test_a_wish_in_fields_is_accepted(api: Program, alice: User) -> None:
    answer = api.send("/api/campaigns", wish())

    assert answer.status_code == 202
    campaign = Campaign.objects.get(pk=answer.json()["campaign_id"])
    assert campaign.person == alice
    assert campaign.max_parallel == 5
    assert answer.json()["status"] == "running"


def test_a_wish_in_words_is_accepted(api: Program) -> None:
    answer = api.send("/api/campaigns", {"request": "dentist next week, mornings"})

    assert answer.status_code == 202
    assert answer.json()["understood"]["day_parts"] == ["morning"]


def test_a_range_of_moments_is_kept_to_the_minute_on_the_places_clock(api: Program) -> None:
    first = datetime.combine(date.today() + timedelta(days=3), time(16, 30), UTC)
    last = first + timedelta(days=5, hours=2)
    given = wish(date_range_start=first.isoformat(), date_range_end=last.isoformat())

    answer = api.send("/api/campaigns", given)

    assert answer.status_code == 202
    understood = answer.json()["understood"]
    assert datetime.fromisoformat(understood["date_range_start"]) == first
    assert datetime.fromisoformat(understood["date_range_end"]) == last
    assert not understood["date_range_start"].endswith("+00:00")
    campaign = Campaign.objects.get()
    assert campaign.date_range_start == first.astimezone(campaign.zone).date()
    assert campaign.deadline_at <= last


@pytest.mark.parametrize(
    "service,known", [("haircut", "hair_salon"), ("Auto repair", "car_repair")]
)
def test_a_service_in_peoples_words_is_understood(api: Program, service: str, known: str) -> None:
    answer = api.send("/api/campaigns", wish(service=service))

    assert answer.json()["understood"]["service"] == known


def test_a_service_that_nobody_knows_is_asked_back_with_the_known_ones(api: Program) -> None:
    answer = api.send("/api/campaigns", wish(service="car wash"))

    assert answer.status_code == 422 and not Campaign.objects.exists()
    [words] = answer.json()["errors"]["service"]
    assert "“car wash”" in words and "car_repair" in words and "general" in words


def test_dates_to_avoid_are_avoided(api: Program) -> None:
    day = (date.today() + timedelta(days=2)).isoformat()

    answer = api.send("/api/campaigns", wish(avoid_dates=[day]))

    assert answer.json()["understood"]["avoid_dates"] == [day]
    assert Campaign.objects.get().avoid_dates == [day]


def test_explicit_fields_win_over_the_sentence(api: Program) -> None:
    answer = api.send(
        "/api/campaigns",
        {"request": "dentist next week", "service": "vet", "duration_min": 45},
    )

    assert answer.json()["understood"]["service"] == "vet"
    assert answer.json()["understood"]["duration_min"] == 45


@pytest.mark.parametrize(
    "change,field",
    [
        ({"service": "plumber-of-dreams"}, "service"),
        ({"date_range_start": "2020-01-01", "date_range_end": "2020-01-05"}, "date_range_start"),
        ({"date_range_end": "2020-01-01"}, "date_range_end"),
        ({"max_parallel": 16}, "max_parallel"),
        ({"max_parallel": 0}, "max_parallel"),
        ({"duration_min": 0}, "duration_min"),
        ({"location": "Xyzzyville under the sea"}, "location"),
        ({"date_range_start": "2027-02-30"}, "date_range_start"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_made(
    api: Program, change: JsonObject, field: str
) -> None:
    answer = api.send("/api/campaigns", wish(**change))

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert field in answer.json()["errors"]
    assert not Campaign.objects.exists()


def test_weights_that_are_all_zero_are_refused(api: Program) -> None:
    weights = dict.fromkeys(
        ["earliest_weight", "rating_weight", "distance_weight", "preference_weight"], 0
    )

    answer = api.send("/api/campaigns", wish(preferences=weights))

    assert answer.status_code == 422
    assert "preferences" in answer.json()["errors"]
    assert not Campaign.objects.exists()


def test_malformed_json_is_a_problem_document(api: Program) -> None:
    answer = api.post("/api/campaigns", "{not json", "application/json")

    assert answer.status_code == 400
    assert answer.json()["title"]


def test_nobody_gets_in_without_a_token() -> None:
    answer = Client().get("/api/campaigns")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Token"


def test_an_unknown_token_is_refused() -> None:
    assert (
        Client(headers={"Authorization": "Token nonsense"}).get("/api/campaigns").status_code == 401
    )


@pytest.mark.parametrize("path", ["", "/results", "/events", "/confirm", "/cancel", "/rerank"])
def test_somebody_elses_campaign_does_not_exist(api: Program, path: str) -> None:
    theirs = make_campaign()
    address = f"/api/campaigns/{theirs.pk}{path}"

    unsafe = path in ("/confirm", "/cancel", "/rerank")
    answer = api.send(address) if unsafe else api.get(address)

    assert answer.status_code == 404


def test_the_same_key_gives_the_same_answer_and_one_campaign(api: Program) -> None:
    first = api.send("/api/campaigns", wish(), key="k1")
    second = api.send("/api/campaigns", wish(), key="k1")

    assert first.json()["campaign_id"] == second.json()["campaign_id"]
    assert Campaign.objects.count() == 1


def test_a_key_used_with_another_body_is_refused(api: Program) -> None:
    api.send("/api/campaigns", wish(), key="k1")

    answer = api.send("/api/campaigns", wish(duration_min=45), key="k1")

    assert answer.status_code == 422
    assert Campaign.objects.count() == 1


def test_a_refused_request_does_not_use_up_its_key(api: Program) -> None:
    api.send("/api/campaigns", wish(max_parallel=16), key="k1")

    answer = api.send("/api/campaigns", wish(), key="k1")

    assert answer.status_code == 202
    assert IdempotencyKey.objects.count() == 1


def test_a_campaign_with_offers_to_choose_from_is_completed(api: Program, alice: User) -> None:
    campaign = make_campaign(alice, status="ranking")
    offer = make_offer(make_call(campaign, status="completed", outcome="offer"), rank=1, score=0.9)

    shown = api.get(f"/api/campaigns/{campaign.pk}").json()

    assert shown["status"] == "completed"
    assert shown["best"]["offer_id"] == str(offer.pk)
    assert shown["progress"] == {
        "total_providers": 0,
        "completed_calls": 1,
        "live_calls": 0,
        "queued_calls": 0,
        "offers": 1,
    }
    assert shown["confirmed"] is False


def test_confirming_takes_the_permit_and_asking_again_changes_nothing(
    api: Program, alice: User
) -> None:
    campaign = make_campaign(alice, status="ranking")
    offer = make_offer(make_call(campaign, status="completed", outcome="offer"), rank=1)
    address = f"/api/campaigns/{campaign.pk}/confirm"

    first = api.send(address, {"offer_id": str(offer.pk)})
    second = api.send(address, {"offer_id": str(offer.pk)})

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert Booking.objects.count() == 1
    assert campaign.calls.filter(purpose="confirm").count() == 1


def test_an_offer_is_confirmed_by_provider_start_and_its_own_end(api: Program, alice: User) -> None:
    campaign = make_campaign(alice, status="ranking")
    offer = make_offer(make_call(campaign, status="completed", outcome="offer"), rank=1)
    address = f"/api/campaigns/{campaign.pk}/confirm"
    body = {"provider_id": str(offer.provider_id), "start": offer.start.isoformat()}

    longer = api.send(address, body | {"end": (offer.end + timedelta(minutes=15)).isoformat()})

    assert longer.status_code == 422 and "end" in longer.json()["errors"]
    assert not Booking.objects.exists()
    fitting = api.send(address, body | {"end": offer.end.isoformat()})
    assert fitting.status_code == 202 and Booking.objects.get().offer == offer


def test_an_id_and_a_time_that_belong_to_different_offers_book_nothing(
    api: Program, alice: User
) -> None:
    campaign = make_campaign(alice, status="ranking")
    offer = make_offer(make_call(campaign, status="completed", outcome="offer"), rank=1)
    other = make_offer(make_call(campaign, status="completed", outcome="offer"), rank=2)
    address = f"/api/campaigns/{campaign.pk}/confirm"
    late = (offer.start + timedelta(hours=1)).isoformat()

    start = api.send(address, {"offer_id": str(offer.pk), "start": late})
    provider = api.send(address, {"offer_id": str(offer.pk), "provider_id": str(other.provider_id)})

    assert (start.status_code, provider.status_code) == (422, 404)
    assert not Booking.objects.exists()


def test_an_unproven_offer_is_not_confirmed(api: Program, alice: User) -> None:
    campaign = make_campaign(alice, status="ranking")
    offer = make_offer(make_call(campaign, status="completed"), rank=1, verified=False)

    answer = api.send(f"/api/campaigns/{campaign.pk}/confirm", {"offer_id": str(offer.pk)})

    assert answer.status_code == 409
    assert answer.json()["detail"]
    assert not Booking.objects.exists()


def test_an_offer_of_another_campaign_is_not_found(api: Program, alice: User) -> None:
    campaign = make_campaign(alice, status="ranking")
    foreign = make_offer()

    answer = api.send(f"/api/campaigns/{campaign.pk}/confirm", {"offer_id": str(foreign.pk)})

    assert answer.status_code == 404


def test_cancelling_stops_what_waits(api: Program, alice: User) -> None:
    campaign = make_campaign(alice, status="negotiating")
    call = make_call(campaign)

    shown = api.send(f"/api/campaigns/{campaign.pk}/cancel").json()

    call.refresh_from_db()
    assert shown["status"] == "cancelled"
    assert call.status == "cancelled"


def test_a_booked_campaign_is_not_cancelled_behind_the_desks_back(
    api: Program, alice: User
) -> None:
    campaign = make_campaign(alice, status="confirmed")

    answer = api.send(f"/api/campaigns/{campaign.pk}/cancel")

    assert answer.status_code == 409
    assert "appointment" in answer.json()["detail"]


def test_reranking_changes_the_order_and_rings_nobody(api: Program, alice: User) -> None:
    campaign = make_campaign(alice, status="ranking")
    early = make_offer(make_call(campaign, status="completed"))
    good = make_offer(
        make_call(campaign, status="completed"), start=early.start + timedelta(days=3)
    )
    good.provider.rating, early.provider.rating = 5.0, 1.0
    good.provider.save()
    early.provider.save()
    address = f"/api/campaigns/{campaign.pk}/rerank"
    zero = dict.fromkeys(["distance_weight", "preference_weight"], 0)

    by_time = api.send(address, {"earliest_weight": 1, "rating_weight": 0} | zero).json()
    by_rating = api.send(address, {"earliest_weight": 0, "rating_weight": 1} | zero).json()

    assert by_time["best"]["offer_id"] == str(early.pk)
    assert by_rating["best"]["offer_id"] == str(good.pk)
    assert campaign.calls.filter(status="queued").count() == 0


def test_events_are_read_from_where_one_left(api: Program, alice: User) -> None:
    campaign = make_campaign(alice)
    for text in ("one", "two", "three"):
        Event.record(campaign, Event.Kind.CALL_NOTED, text=text)

    rows = api.get(f"/api/campaigns/{campaign.pk}/events?since=1").json()

    assert [row["number"] for row in rows] == [2, 3]


def test_an_unknown_address_below_the_api_is_a_problem_document(api: Program) -> None:
    answer = api.get("/api/nothing")

    assert answer.status_code == 404
    assert answer.json()["status"] == 404


def test_the_schema_describes_every_address() -> None:
    schema = Client().get("/api/schema?format=json")

    paths = json.loads(schema.content)["paths"]
    assert "/api/campaigns/{campaign_id}/confirm" in paths
    assert Client().get("/api/docs").status_code == 200


def test_health_touches_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/health").json() == {"ok": True}


def test_a_key_whose_first_request_died_is_free_again_after_a_minute(
    api: Program, alice: User
) -> None:
    answer = api.send("/api/campaigns", wish(), key="k1")
    IdempotencyKey.objects.update(status=None, body=None)  # as if it had died before answering
    early = api.send("/api/campaigns", wish(), key="k1")
    IdempotencyKey.objects.update(created_at=now() - timedelta(seconds=61))

    late = api.send("/api/campaigns", wish(), key="k1")

    assert early.status_code == 409
    assert late.status_code == 202
    assert late.json()["campaign_id"] == answer.json()["campaign_id"]
    assert Campaign.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_key_used_by_many_at_once_makes_one_campaign(api: Program) -> None:
    barrier = threading.Barrier(6)

    def ask(_: int) -> tuple[int, str | None]:
        try:
            barrier.wait()
            answer = api.send("/api/campaigns", wish(), key="k1")
            return answer.status_code, answer.json().get("campaign_id")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, range(6)))

    assert {status for status, _ in answers} <= {202, 409}
    assert len({campaign for status, campaign in answers if status == 202}) == 1
    assert Campaign.objects.count() == 1


def test_old_keys_are_forgotten_and_fresh_ones_kept(api: Program) -> None:
    for key in ("old", "fresh"):
        api.send("/api/campaigns", wish(), key=key)
    IdempotencyKey.objects.filter(key="old").update(created_at=now() - timedelta(days=3))

    tidy_keys()

    assert [row.key for row in IdempotencyKey.objects.all()] == ["fresh"]


def test_an_overlong_key_is_refused_not_cut(api: Program) -> None:
    answer = api.send("/api/campaigns", wish(), key="k" * 256)

    assert answer.status_code == 400
    assert not Campaign.objects.exists()


def test_keys_of_different_people_are_different_keys(api: Program) -> None:
    bobs = Program(make_person("bob"))

    first = api.send("/api/campaigns", wish(), key="k1")
    second = bobs.send("/api/campaigns", wish(), key="k1")

    assert first.json()["campaign_id"] != second.json()["campaign_id"]


@pytest.mark.parametrize(
    "body,status",
    [
        ("[" * 100_000, 400),
        ('{"duration_min": ' + "9" * 5000 + "}", 400),
        ('{"budget": NaN}', 400),
        ('{"request": "dentist \\ud800"}', 400),
        ('{"\\ud800": 1}', 400),
        ('{"booking_policy": "\\ud800"}', 400),
        ('{"day_parts": ["morning", "\\udfff"]}', 400),
        ('{"request": "dentist \\u0000"}', 422),
        ("[]", 422),
        ('"dentist"', 422),
        ("null", 422),
        ('{"preferences": []}', 422),
        ('{"max_providers": 1e400}', 422),
        ('{"request": "' + "x" * 300_000 + '"}', 413),
    ],
)
def test_nonsense_is_a_problem_document_and_never_a_500(
    api: Program, body: str, status: int
) -> None:
    answer = api.post("/api/campaigns", body, "application/json")

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert not Campaign.objects.exists()


def test_every_error_of_the_api_is_a_problem_document(api: Program, alice: User) -> None:
    campaign = make_campaign(alice)
    signed_in = Client(enforce_csrf_checks=True)
    signed_in.force_login(alice)
    answers = {
        401: Client().get("/api/appointments"),
        403: signed_in.post("/api/campaigns", {}, "application/json"),
        404: api.get("/api/campaigns/"),
        405: api.delete(f"/api/campaigns/{campaign.pk}"),
        406: api.get("/api/campaigns", headers={"Accept": "application/xml"}),
        415: api.post("/api/campaigns", "<x/>", "text/xml"),
        400: api.get("/api/campaigns", headers={"Host": "evil.example"}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json", status
        body = answer.json()
        assert body["status"] == status and body["title"] != "Error" and body["detail"]


def test_an_unforeseen_error_of_the_api_is_a_problem_document(
    alice: User,
) -> None:
    def broken(
        execute: Callable[..., object], sql: str, params: object, many: bool, context: object
    ) -> object:
        if sql.startswith("INSERT") and "campaigns_campaign" in sql:
            raise RuntimeError("unforeseen")
        return execute(sql, params, many, context)

    api = Program(alice, raise_request_exception=False)

    with connection.execute_wrapper(broken):
        answer = api.send("/api/campaigns", wish(), key="k1")

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "unforeseen" not in answer.content.decode()


@pytest.mark.usefixtures("empty_cache")
def test_starting_campaigns_has_a_limit_and_looking_has_none(
    api: Program, alice: User, settings: Settings
) -> None:
    settings.CAMPAIGN_RATE = "2/hour"

    codes = [api.send("/api/campaigns", wish()).status_code for _ in range(3)]
    answer = api.send("/api/campaigns", wish())

    assert codes == [202, 202, 429]
    assert int(answer["Retry-After"]) > 0
    assert answer["Content-Type"] == "application/problem+json"
    assert api.get("/api/campaigns").status_code == 200


@pytest.mark.parametrize("path", ["/api/campaigns", "/api/appointments"])
def test_lists_cost_the_same_however_long_they_are(
    api: Program, alice: User, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        campaign, [offer, _other] = with_offers(2, person=alice)
        booked(campaign, offer)
        Hold.objects.update(released_at=now())  # the next one may have the same time

    with django_assert_max_num_queries(8):
        rows = api.get(path).json()

    assert len(rows) == 4


def test_what_was_booked_is_shown_first(api: Program, alice: User) -> None:
    campaign, [_first, second] = with_offers(2, person=alice)
    booked(campaign, second)
    scoring.rescore(campaign.pk)

    shown = api.get(f"/api/campaigns/{campaign.pk}").json()

    assert shown["confirmed"] is True
    assert shown["best"]["offer_id"] == str(second.pk)


def test_a_calendar_program_gets_its_calendar(api: Program, alice: User) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    made = booked(campaign, offer)

    file = api.get(
        f"/api/appointments/{made.appointment_id}/event.ics", headers={"Accept": "text/calendar"}
    )

    assert file.status_code == 200 and file.content.startswith(b"BEGIN:VCALENDAR")
    assert file["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"


def test_a_calendar_program_is_told_that_an_appointment_was_cancelled(
    api: Program, alice: User
) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    made = booked(campaign, offer)
    assert api.post(f"/api/appointments/{made.appointment_id}/cancel").status_code == 200

    file = api.get(f"/api/appointments/{made.appointment_id}/event.ics")

    assert file["Content-Type"] == "text/calendar; charset=utf-8; method=CANCEL"
    assert b"METHOD:CANCEL" in file.content and b"STATUS:CANCELLED" in file.content


@pytest.mark.usefixtures("empty_cache")
def test_guessing_passwords_is_limited_for_staff_too(client: Client) -> None:
    make_person("alice")
    page = client.get("/admin/login/")
    answers = [
        client.post("/accounts/login/", {"login": "alice", "password": f"wrong-{n}"})
        for n in range(12)
    ]

    assert page.status_code == 302 and page["Location"].startswith("/accounts/login/")
    assert b"Too many failed login attempts" in answers[-1].content


def test_an_appointment_is_cancelled_once_and_only_by_its_person(api: Program, alice: User) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    made = booked(campaign, offer)
    address = f"/api/appointments/{made.appointment_id}/cancel"
    bob = Program(make_person("bob"))

    foreign, first, second = bob.send(address), api.send(address), api.send(address)

    assert [foreign.status_code, first.status_code, second.status_code] == [404, 200, 200]
    assert first.json()["status"] == second.json()["status"] == "cancelled"
    assert campaign.calls.filter(purpose="cancel").count() == 1


def test_an_appointment_that_has_passed_is_not_cancelled(api: Program, alice: User) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    made = booked(campaign, offer)
    Appointment.objects.update(start=now() - timedelta(hours=1), end=now())

    assert api.send(f"/api/appointments/{made.appointment_id}/cancel").status_code == 409
