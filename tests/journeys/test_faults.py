"""What goes wrong on the wire, one fault for each desk, and what becomes of the calls."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import httpx
import numpy as np
import pytest
from django.conf import settings
from django.urls import reverse
from pytest_django.fixtures import Settings

from callpilot.json_types import JsonObject
from callpilot.management.commands import doctor
from campaigns.models import Booking, Call, Campaign, Event, Offer
from scheduling.models import Appointment, CalendarEntry, Hold
from tests.campaigns.clients import browser_of
from tests.journeys.town import DENTISTS, VETS, Town, fates, proven
from tests.telephony.dialling.media_sockets import (
    a_tunnel_without_websockets,
    nobody,
    somebody_else,
)
from voice.agents.base import (
    AgentEvent,
    Brief,
    LineKind,
    Speech,
    VoiceChoices,
    VoiceSession,
    engines,
    voice_agent,
)

pytestmark = pytest.mark.journey
Damage = Callable[[bytes], bytes]


ALWAYS = None
# What befalls a desk, as faults (kind, how often, more); the fates of our calls to it; how many
# calls to it the carrier accepts.
Trouble = tuple[list[tuple[str, int | None, JsonObject]], list[str], int]
TROUBLES: dict[str, Trouble] = {
    "callbacks come twice": ([("callback_duplicate", ALWAYS, {})], ["talked"], 1),
    "callbacks overtake one another": ([("callback_reorder", 3, {})], ["talked"], 1),
    "callbacks come late": ([("callback_delay", ALWAYS, {"seconds": 3})], ["talked"], 1),
    "no callback comes, and the carrier is hard to ask": (
        [
            ("callback_drop", ALWAYS, {}),
            ("rest_429", 1, {"on": "fetch"}),
            ("rest_500_not_placed", 1, {"on": "fetch"}),
            ("rest_reply_lost", 1, {"on": "fetch"}),
        ],
        ["talked"],
        1,
    ),
    "the end is told late, twice, and after more of it": (
        [
            ("callback_delay", 2, {"seconds": 1}),
            ("callback_duplicate", ALWAYS, {"event": "completed"}),
            ("callback_reorder", 1, {"event": "in-progress"}),
        ],
        ["talked"],
        1,
    ),
    "the carrier is busy twice": ([("rest_429", 2, {})], ["talked"], 1),
    "a 500, and yet it rings": ([("rest_500_placed", 1, {})], ["talked"], 1),
    "a 500, and nothing rings": ([("rest_500_not_placed", 1, {})], ["failed", "talked"], 1),
    "it rings, and the answer to the dial is lost": ([("rest_reply_lost", 1, {})], ["talked"], 1),
    "it rings for nobody, and all that is said of it is lost": (
        [
            ("rest_reply_lost", 1, {}),
            ("callback_drop", ALWAYS, {}),
            ("rest_429", 1, {"on": "list"}),
            ("rest_reply_lost", 1, {"on": "list"}),
        ],
        ["no_answer", "waiting"],
        1,
    ),
    "the sound breaks off once": ([("stream_drop", 1, {"seconds": 6})], ["talked"], 1),
    "the sound breaks off again and again": (
        [("stream_drop", ALWAYS, {"seconds": 1})],
        ["hung up", "waiting"],
        1,
    ),
    "the sound stands still": ([("stream_hang", 1, {"seconds": 4})], ["hung up"], 1),
}
SILENT = "it rings for nobody, and all that is said of it is lost"


def test_no_fault_on_the_wire_loses_a_call_or_places_it_twice(town: Town) -> None:
    desks = dict(zip(TROUBLES, DENTISTS, strict=False))  # who is left has no trouble
    assert len(desks) == len(TROUBLES)
    for trouble, (faults, _outcomes, _dials) in TROUBLES.items():
        for kind, count, more in faults:
            town.fault(kind, desks[trouble], count, **more)
    town.seat("no_answer", desks[SILENT])

    everybody = {"service": "dentist", "max_providers": len(DENTISTS), "max_parallel": 6}
    with town.campaign(**everybody) as campaign_id:
        campaign = town.until_ended(campaign_id)
        town.at_rest()

        assert campaign["state"] == "ranking", campaign["reason"]
        assert town.faults_left() == []
        told = {trouble: (fates(campaign, to), town.dials(to)) for trouble, to in desks.items()}
        assert told == {trouble: row[1:] for trouble, row in TROUBLES.items()}
        talked = sum(row[1] == ["talked"] for row in TROUBLES.values())
        assert len(proven(campaign)) > talked / 2


def test_cancelling_ends_every_call_however_hard_the_carrier_is_to_reach(town: Town) -> None:
    busy, broken, silent, lost, refused = VETS
    for slow in (busy, broken, silent):  # they are on the line yet when we cancel
        town.seat("hold_music", slow)
    town.fault("rest_429", busy, 1, on="update")
    town.fault("rest_500_not_placed", broken, 1, on="update")
    town.fault("rest_reply_lost", silent, 1, on="update")
    town.seat("no_answer", lost)  # its dial is still in doubt when we cancel
    town.fault("rest_reply_lost", lost, 1)
    town.fault("callback_drop", lost, ALWAYS)
    town.fault("stream_refuse", refused, 1)

    with town.campaign() as campaign_id:
        town.until_ended(campaign_id, lambda c: town.ledger()["accepted"] == len(VETS))
        town.api.post(f"/campaigns/{campaign_id}/cancel")
        town.at_rest()

        campaign = town.look(campaign_id)
        assert campaign["state"] == "cancelled"
        assert [fault for fault in town.faults_left() if fault["on"] == "update"] == []
        assert {to: town.dials(to) for to in VETS} == dict.fromkeys(VETS, 1)
        assert campaign["progress"]["queued_calls"] == 0
        assert not Hold.objects.filter(wish=campaign_id, released_at=None).exists()


@pytest.mark.parametrize(
    ("there", "why"),
    [
        (nobody, "the media process does not answer"),
        (a_tunnel_without_websockets, "no WebSocket gets through to us"),
        (somebody_else, "its address leads somewhere else"),
    ],
)
def test_no_desk_is_rung_while_our_voice_cannot_be_reached_and_all_are_once_it_can(
    town: Town, settings: Settings, there: Callable[[], AbstractContextManager[str]], why: str
) -> None:
    right = settings.STREAM_URL
    with there() as settings.STREAM_URL, town.campaign() as campaign_id:
        waiting = Call.objects.filter(campaign=campaign_id, reason__contains=why)
        town.wait(waiting.count, lambda waits: waits == len(VETS))
        told = httpx.get(f"{settings.PUBLIC_URL}/ready", timeout=60)
        assert told.status_code == 503
        assert told.json()["media"].startswith(f"down: {why}")
        [(_part, fine, words)] = doctor.media_sockets()
        assert not fine and settings.STREAM_URL in words
        assert why in page_of(campaign_id)
        assert town.ledger()["accepted"] == 0

        settings.STREAM_URL = right  # it is mended
        campaign = town.until_ended(campaign_id)
        town.at_rest()

        assert {to: town.dials(to) for to in VETS} == dict.fromkeys(VETS, 1)
        assert len(proven(campaign)) > len(VETS) / 2
        assert httpx.get(f"{settings.PUBLIC_URL}/ready", timeout=60).json()["media"] == "ok"


def page_of(campaign_id: UUID) -> str:
    """What its person reads."""
    browser = browser_of(Campaign.objects.get(pk=campaign_id).person)
    return browser.get(reverse("campaign", args=[campaign_id])).content.decode()


def test_a_desk_that_has_lost_the_time_costs_a_choice_and_nothing_else(town: Town) -> None:
    loser = VETS[0]
    town.seat("loses_slot", loser)
    with town.campaign(max_providers=3) as campaign_id:
        campaign = town.until_ended(campaign_id)
        offers = {offer["phone"]: offer for offer in proven(campaign)}
        assert loser in offers
        assert len(offers) == 3
        for to in offers:  # from here on each dial is a booking
            town.fault("rest_500_placed", to)
            town.fault("callback_duplicate", to, ALWAYS)

        campaign = town.confirm(campaign, offers[loser])
        assert campaign["state"] == "ranking"
        lost = Offer.objects.get(pk=offers[loser]["offer_id"])
        assert lost.status == "withdrawn"
        assert lost.hold is not None and lost.hold.released_at is not None
        [refusal] = Booking.objects.filter(offer=lost)
        assert refusal.status == "refused"
        assert "no longer free" in refusal.reason
        [proposal] = Event.objects.filter(mandate=campaign_id, kind="next_best")
        [best, *_] = proven(campaign)
        assert str(proposal.offer_id) == best["offer_id"]

        campaign = town.confirm(campaign, best)
        assert campaign["confirmed"]
        town.at_rest()
        [appointment] = Appointment.objects.filter(hold__wish=campaign_id)
        assert appointment.start == datetime.fromisoformat(best["start"])
        assert Call.objects.filter(campaign=campaign_id, purpose="release").count() == 1


def test_book_when_it_fits_books_once_however_many_desks_say_yes(town: Town) -> None:
    doubled, late, unanswered = VETS[:3]
    town.fault("callback_duplicate", doubled, ALWAYS)
    town.fault("callback_delay", late, ALWAYS, seconds=1)
    town.fault("rest_reply_lost", unanswered, 1)

    with town.campaign(booking_policy="book_when_it_fits", max_parallel=3) as campaign_id:
        town.until_ended(campaign_id, lambda c: c["progress"]["live_calls"] >= 3)
        campaign = town.until_ended(campaign_id)
        town.at_rest()

        assert campaign["state"] == "confirmed", campaign["reason"]
        assert campaign["confirmed"]
        [booking] = Booking.objects.filter(campaign=campaign_id, status="booked")
        [appointment] = Appointment.objects.filter(hold__wish=campaign_id)
        assert booking.appointment == appointment
        assert CalendarEntry.objects.filter(appointment=appointment).count() == 1
        assert booking.offer.status == "booked"
        answered = Call.objects.filter(campaign=campaign_id, answered_at__isnull=False)
        assert answered.filter(purpose="enquire").count() >= 2


def turned_over(ulaw: bytes) -> bytes:
    """The bits of the line's own format turned over: what is quiet is loud."""
    return bytes(code ^ 0x55 for code in ulaw)


def swapped(audio: bytes) -> bytes:
    """Samples whose two bytes have changed places."""
    return np.frombuffer(audio, "<i2").byteswap().tobytes()


def thinned(audio: bytes) -> bytes:
    """Every other sample, as of a resampler that has forgotten its rate."""
    return np.frombuffer(audio, "<i2")[::2].tobytes()


def whole(audio: bytes) -> bytes:
    return audio


class Damaged:
    """The agent that is chosen, with damage to what it hears and to what it says."""

    line: LineKind = "media_stream"

    def __init__(self, heard: Damage, spoken: Damage) -> None:
        self.agent, self.heard, self.spoken = voice_agent(), heard, spoken

    def choices(self) -> VoiceChoices:
        return self.agent.choices()

    async def open(self, brief: Brief) -> VoiceSession:
        return DamagedSession(await self.agent.open(brief), self.heard, self.spoken)


class DamagedSession:
    def __init__(self, session: VoiceSession, heard: Damage, spoken: Damage) -> None:
        self.session, self.heard, self.spoken = session, heard, spoken
        self.input_format, self.output_format = session.input_format, session.output_format
        self.vendor_id = session.vendor_id

    async def hear(self, audio: bytes) -> None:
        await self.session.hear(self.heard(audio))

    def cut(self, event_id: int, heard_ms: float) -> None:
        self.session.cut(event_id, heard_ms)

    async def events(self) -> AsyncIterator[AgentEvent]:
        async for event in self.session.events():
            if isinstance(event, Speech):
                event = replace(event, audio=self.spoken(event.audio))
            yield event

    async def answer(self, tool_call_id: str, answer: str, *, failed: bool = False) -> None:
        await self.session.answer(tool_call_id, answer, failed=failed)

    async def instruct(self, text: str, *, speak: bool = False) -> None:
        await self.session.instruct(text, speak=speak)

    async def close(self) -> None:
        await self.session.close()


def test_offers_come_through_the_sound_and_through_nothing_else(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases: list[tuple[str, Damage, Damage]] = [
        ("pcm_16000", whole, whole),
        ("pcm_16000", swapped, whole),
        ("pcm_16000", whole, swapped),
        ("pcm_16000", thinned, whole),
        ("ulaw_8000", turned_over, whole),
    ]
    for spoken, to_agent, from_agent in cases:
        monkeypatch.setattr(settings, "ELEVENLABS_AGENT_ID", f"agent_simulated_{spoken}")
        damaged = Damaged(to_agent, from_agent)
        with (
            engines.registered(engines.chosen, damaged),
            town.campaign(max_providers=2) as campaign_id,
        ):
            town.until_ended(campaign_id, lambda c: c["progress"]["completed_calls"] == 2)
            town.at_rest()
            sound = to_agent is from_agent is whole
            assert bool(town.look(campaign_id)["ranked"]) == sound, (to_agent, from_agent)
