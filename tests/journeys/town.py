"""A running CallPilot with its simulated town: asked over HTTP, with faults put on the wire."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Self, TypeVar
from uuid import UUID

import httpx
from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from callpilot.embedded.engine import Engine
from callpilot.json_types import JsonObject
from callpilot.management import demo_person
from campaigns.models import Call
from campaigns.providers.directories.demo import LISTINGS
from telephony.dialling import dispatch
from tests.chaos import evidence, oracle
from tests.chaos.evidence import Evidence, Terms
from voice.models import Turn

T = TypeVar("T")
ENDED_AT_THE_CARRIER = {"completed", "busy", "no-answer", "failed", "canceled"}
DENTISTS, VETS = (
    [listing.phone for listing in LISTINGS if listing.service == service and listing.phone]
    for service in ("dentist", "vet")
)


class Town:
    """What a person does with it, what goes wrong in it, and when it has come to rest."""

    def __init__(self, engine: Engine) -> None:
        demo_person.fill_calendar(demo_person.make_person())
        headers = {"Authorization": f"Token {demo_person.TOKEN}"}
        self.api = httpx.Client(base_url=f"{engine.url}/api", headers=headers, timeout=60)
        self.network = httpx.Client(base_url=f"{settings.SIMULATOR_URL}/simulator", timeout=60)

        self.seat("generous", *DENTISTS, *VETS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.api.close()
        self.network.close()

    # --- what goes wrong, and who sits at the desks ------------------------------------------

    def fault(self, kind: str, to: str, count: int | None = 1, **fields: object) -> None:
        body = {"kind": kind, "to": to, "count": count, **fields}
        answer = self.network.post("/faults", json=body)
        assert answer.status_code == 201, answer.text

    def faults_left(self) -> list[JsonObject]:
        """Those that were to strike so many times and have not."""
        waiting = self.network.get("/faults").json()["faults"]
        return [fault for fault in waiting if fault["count"] is not None]

    def seat(self, persona: str, *phones: str) -> None:
        for phone in phones:
            answer = self.network.post("/people", json={"phone": phone, "persona": persona})
            assert answer.status_code == 200, answer.text

    def recorded(self, phone: str) -> list[str]:
        """What was said to the machine at this number."""
        texts: list[str] = self.network.get(f"/people/{phone}/recorded").json()["recorded"]
        return texts

    def rings_us(self, phone: str, key: str = "") -> list[str]:
        """Somebody at this number rings ours, and presses a key if told to; what they hear."""
        body = {"from": phone, "to": settings.TWILIO_CALLER_ID, "key": key}
        answer = self.network.post("/ring-us", json=body)
        assert answer.status_code == 200, answer.text
        heard: list[str] = answer.json()["heard"]
        return heard

    def dials(self, phone: str) -> int:
        """How many calls to this number the carrier has accepted, ever."""
        return int(self.ledger()["by_to"].get(phone, 0))

    def ledger(self) -> JsonObject:
        report: JsonObject = self.network.get("/ledger").json()
        return report

    # --- campaigns ---------------------------------------------------------------------------

    @contextmanager
    def campaign(self, **changes: object) -> Iterator[UUID]:
        """A campaign's id; it is cancelled at the end, so that its holds are in nobody's way."""
        answer = self.api.post("/campaigns", json=wish(**changes))
        assert answer.status_code == 202, answer.text
        campaign_id = UUID(answer.json()["campaign_id"])
        try:
            yield campaign_id
        finally:
            self.network.delete("/faults")
            self.api.post(f"/campaigns/{campaign_id}/cancel")

    def look(self, campaign_id: UUID | str) -> JsonObject:
        shown: JsonObject = self.api.get(f"/campaigns/{campaign_id}").json()
        return shown

    def until_ended(
        self, campaign_id: UUID | str, done: Callable[[JsonObject], object] | None = None
    ) -> JsonObject:
        """The campaign once `done` holds; by default, once it has stopped running by itself."""
        done = done or (lambda campaign: campaign["status"] != "running")
        return self.wait(lambda: self.look(campaign_id), done)

    def confirm(self, campaign: JsonObject, offer: JsonObject) -> JsonObject:
        """Choose an offer, and the campaign once that is decided."""
        answer = self.api.post(
            f"/campaigns/{campaign['campaign_id']}/confirm", json={"offer_id": offer["offer_id"]}
        )
        assert answer.status_code == 202, answer.text
        return self.until_ended(
            campaign["campaign_id"], lambda c: c["confirmed"] or c["state"] in ("ranking", "failed")
        )

    # --- rest --------------------------------------------------------------------------------

    def at_rest(self) -> None:
        """Wait until nothing is under way any more, and see that both sides tell the same."""
        self.wait(self._under_way, lambda moving: not moving)
        found = oracle.breaches(self.evidence())
        assert not found, [str(breach) for breach in found]

    def evidence(self) -> Evidence:
        """What both sides have written down."""
        prices = (settings.PRICE_PER_MINUTE, settings.VOICE_PRICE_PER_MINUTE)
        with connection.cursor() as cursor:
            rows = evidence.rows_by_sql(cursor)
        return Evidence(
            calls=evidence.calls_of(self.ledger()),
            rows=rows,
            terms=Terms(settings.CALL_LIMIT_SECONDS, sum(map(Decimal, prices), Decimal(0))),
            seen=now(),
            books=evidence.books_of(self.network.get("/books").json()),
        )

    def _under_way(self) -> list[str]:
        rows = Call.objects.filter(status__in=Call.LIVE) | Call.objects.filter(
            concluded_at=None, ended_at__isnull=False
        )
        rows |= Call.objects.filter(  # about to be rung, now that a booking stands
            status=Call.Status.QUEUED, purpose__in=Call.LETTING_GO, due_at__lte=now()
        )
        moving = [f"{call.pk} is {call.status}" for call in rows]
        for entry in self.ledger()["calls"]:
            if entry["status"] not in ENDED_AT_THE_CARRIER:
                moving.append(f"{entry['sid']} is {entry['status']}")
        return moving

    def wait(
        self, look: Callable[[], T], done: Callable[[T], object], most_seconds: float = 400
    ) -> T:
        """What is seen once `done` holds of it."""
        until = time.monotonic() + most_seconds
        while True:
            seen = look()
            if done(seen):
                return seen
            assert time.monotonic() < until, f"not reached: {seen}"
            dispatch.reap()  # a second reaper beside the engine's, and one that looks more often
            time.sleep(0.4)


def wish(**changes: object) -> JsonObject:
    tomorrow = date.today() + timedelta(days=1)
    return {
        "service": "vet",
        "location": "San Francisco",
        "date_range_start": tomorrow.isoformat(),
        "date_range_end": (tomorrow + timedelta(days=9)).isoformat(),
        "max_providers": 5,
        "max_parallel": 5,
    } | changes


def fates(campaign: JsonObject, phone: str) -> list[str]:
    """What became of the enquiries at this number: a conversation, or what instead."""
    rows = Call.objects.filter(campaign_id=campaign["campaign_id"], purpose="enquire")
    return [_fate(call) for call in rows.filter(to_number=phone).order_by("attempt")]


def _fate(call: Call) -> str:
    if call.status == Call.Status.QUEUED:
        return "waiting"
    if call.status != Call.Status.COMPLETED:
        return call.outcome
    heard = Turn.objects.filter(call=call, speaker="callee").exists()
    return "talked" if heard else "hung up"


def proven(campaign: JsonObject) -> list[JsonObject]:
    """The offers whose times the desks were heard saying, best first."""
    return [offer for offer in campaign["ranked"] if offer["verified"]]
