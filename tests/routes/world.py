"""A person with one of everything: every page has something to show, every address its object."""

from dataclasses import dataclass, field
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from callpilot.models import ApiToken, User
from campaigns.models import (
    Booking,
    Call,
    Campaign,
    Candidate,
    Contact,
    Draft,
    Event,
    Offer,
    Provider,
)
from scheduling import holds
from scheduling.models import Appointment, CalendarEntry, Feed
from telephony.models import Recording
from telephony.recording import files
from tests.factories import make_call, make_campaign, make_offer, make_provider
from tests.routes.people import somebody
from voice.models import ToolRun, Turn

WORDS = "Dentist next week, mornings"


@dataclass
class World:
    """What one person has; `words` stands wherever people or machines may have said something."""

    person: User
    words: str = WORDS
    calling: Campaign = field(init=False)
    ranking: Campaign = field(init=False)
    booked: Campaign = field(init=False)
    failed: Campaign = field(init=False)
    live_call: Call = field(init=False)
    call: Call = field(init=False)  # it led to the booking
    offer: Offer = field(init=False)  # may be chosen
    appointment: Appointment = field(init=False)
    provider: Provider = field(init=False)  # the person's own
    contact: Contact = field(init=False)
    draft: Draft = field(init=False)
    token: ApiToken = field(init=False)
    entry: CalendarEntry = field(init=False)
    feed: Feed = field(init=False)
    question: Event = field(init=False)
    recording: Recording = field(init=False)

    @property
    def passkey(self) -> Authenticator:
        """Made when asked for: it cannot be signed in with, which some pages would try."""
        return Authenticator.objects.get_or_create(
            user=self.person,
            type=Authenticator.Type.WEBAUTHN,
            defaults={"data": {"name": self.words, "credential": {"clientExtensionResults": {}}}},
        )[0]

    def __post_init__(self) -> None:
        self._person()
        self.provider = make_provider(owner=self.person, source="address_book", **self._place())
        self.contact = Contact.objects.create(
            person=self.person, provider=self.provider, favourite=True, note=self.words
        )
        self.calling, self.live_call = self._calling()
        self.ranking, self.offer = self._ranking()
        self.booked, self.call, self.appointment = self._booked()
        self.failed = self._campaign(status="failed", reason="Nobody had a time that fits.")
        self._call(self.failed, "declined", outcome="declined")
        self._call(self.failed, "unreached", outcome="no_answer", answered_at=None)
        self.draft = Draft.objects.create(
            person=self.person,
            fields={"service": {"value": "dentist", "source": "message", "sure": True}},
            messages=[
                {"who": "person", "text": self.words},
                {"who": "callpilot", "text": self.words},
            ],
        )

    def leave(self) -> None:
        """Nothing of it is under way any more; no carrier ever knew of its calls."""
        mine = Call.objects.open().filter(mandate__person=self.person)
        mine.update(status="cancelled", concluded_at=now())
        Campaign.objects.of(self.person).unfinished().update(status="cancelled")

    def _person(self) -> None:
        profile = self.person.profile
        profile.name = profile.insurance = profile.home_address = self.words[:100]
        profile.save()
        EmailAddress.objects.get_or_create(
            user=self.person, email=self.person.email, defaults={"verified": True, "primary": True}
        )
        ApiToken.issue(self.person, self.words[:60])
        self.token = ApiToken.objects.get(user=self.person)
        self.feed = Feed.of(self.person)
        TOTP.activate(self.person, generate_totp_secret())
        RecoveryCodes.activate(self.person)
        self.entry = CalendarEntry.objects.create(
            person=self.person,
            start=now() + timedelta(days=1),
            end=now() + timedelta(days=1, hours=1),
            title=self.words,
        )

    def _place(self) -> JsonObject:
        """A desk's own words about itself; plain when the world is."""
        if self.words == WORDS:
            return {}
        return {"name": f"{self.words} Dental", "address": self.words}

    def _campaign(self, **changes: object) -> Campaign:
        fields = {"request": self.words, "detail": self.words[:200], "notes": self.words}
        fields |= {"contact_name": self.words[:100], "insurance": self.words[:100]}
        campaign = make_campaign(self.person, **fields | changes)
        Event.record(campaign, Event.Kind.CAMPAIGN_MOVED, status=campaign.status, reason="")
        return campaign

    def _calling(self) -> tuple[Campaign, Call]:
        campaign = self._campaign(status="negotiating", started_at=now())
        later = now() + timedelta(hours=2)
        call = self._call(
            campaign, "live", status="in_progress", outcome="", ended_at=None, deadline_at=later
        )
        for _ in range(3):
            make_call(
                campaign, provider=self._candidate(campaign), due_at=now() + timedelta(days=1)
            )
        self.question = Event.record(
            campaign,
            Event.Kind.NEEDS_YOU,
            call=call,
            question=self.words,
            options=[self.words, "No"],
            deadline_at=(now() + timedelta(hours=1)).isoformat(),
        )
        Event.record(campaign, "whispered", call=call, text=self.words, key="k")
        return campaign, call

    def _ranking(self) -> tuple[Campaign, Offer]:
        campaign = self._campaign(status="ranking", started_at=now())
        offers = [self._offer(campaign, number) for number in (1, 2, 3)]
        Event.record(campaign, Event.Kind.RANKED, offers=[str(offer.pk) for offer in offers])
        return campaign, offers[0]

    def _booked(self) -> tuple[Campaign, Call, Appointment]:
        campaign = self._campaign(status="confirmed", ended_at=now())
        offer = self._offer(campaign, 1, status="booked")
        call = self._call(
            campaign, "booked", provider=offer.provider, offer=offer, purpose="confirm"
        )
        call.outcome = "booked"
        call.save()
        self.recording = self._recording(call)
        appointment = Appointment.objects.create(
            person=self.person,
            hold=holds.place_hold(self.person, offer.slot, wish=campaign.pk, keep=None),
            status="booked",
            start=offer.start,
            end=offer.end,
            timezone=offer.timezone,
            title=self.words[:200],
            place_name=offer.provider.name,
            address=self.words[:300],
            phone="+14155550199",
            confirmation_ref=f"CP-{campaign.pk.hex[:8]}",
            notes=self.words,
        )
        Booking.objects.create(
            campaign=campaign,
            offer=offer,
            status="booked",
            appointment=appointment,
            contact_name=self.words[:100],
            note=self.words[:200],
            evidence={"turns": [2], "quote": self.words, "call_id": str(call.pk), "at_ms": 3000},
            deadline_at=now(),
            ended_at=now(),
            mailed_at=now(),
        )
        Event.record(
            campaign, Event.Kind.BOOKING_MOVED, offer=offer, status="booked", reason=self.words
        )
        return campaign, call, appointment

    def _recording(self, call: Call) -> Recording:
        """Six seconds of a tone on the desk's side and a lower one on ours."""
        file = files.begin(call.pk, Recording.Consent.SIMULATED, 0)
        assert file is not None
        for side, ulaw in enumerate((b"\x90\x10" * 24000, b"\xa0\x20" * 24000)):
            file.write(side, [(0, ulaw)])
        file.close()
        files.finish(call.pk)
        return Recording.objects.get(call=call)

    def _candidate(self, campaign: Campaign) -> Provider:
        provider = make_provider(**self._place())
        position = campaign.candidates.count()
        Candidate.objects.create(
            campaign=campaign, provider=provider, position=position, distance_km=1.5 + position
        )
        return provider

    def _offer(self, campaign: Campaign, rank: int, **changes: object) -> Offer:
        call = self._call(campaign, "offer", outcome="offer")
        start = now().replace(hour=18, minute=0, second=0, microsecond=0)
        start += timedelta(days=1 + rank)
        return make_offer(
            call,
            rank=rank,
            start=start,
            score=0.9 - rank / 10,
            breakdown={"earliest": 0.4, "rating": 0.2, "distance": 0.1, "preference": 0.0},
            why=[self.words, "close by"],
            practitioner=self.words[:100],
            conditions=self.words[:300],
            evidence={
                "turns": [2],
                "quote": self.words,
                "call_id": str(call.pk),
                "at_ms": 3000,
            },
            **changes,
        )

    def _call(self, campaign: Campaign, kind: str, **changes: object) -> Call:
        """A call that was held, with what both sides said and what was looked up meanwhile."""
        moment = now()
        fields: JsonObject = {
            "provider": changes.pop("provider", None) or self._candidate(campaign),
            "status": "failed" if kind == "unreached" else "completed",
            "answered_at": moment - timedelta(seconds=40),
            "ended_at": moment,
            "concluded_at": moment,
            "summary": self.words,
            "reason": self.words,
        }
        call = make_call(campaign, **fields | changes)
        if call.answered_at is None:
            return call
        for number, speaker in enumerate(("carrier", "callee", "agent", "person"), 1):
            at_ms = 1500 * number
            turn = Turn.objects.create(
                call=call,
                number=number,
                speaker=speaker,
                text=f"{self.words} ({number})",
                started_ms=at_ms,
                ended_ms=at_ms + 1200,
                latency_ms=700 if speaker == "agent" else None,
            )
            Event.record(
                campaign,
                Event.Kind.TURN,
                call=call,
                number=turn.number,
                speaker=speaker,
                text=turn.text,
                at_ms=at_ms,
            )
        ToolRun.objects.create(
            call=call,
            name="check_availability",
            arguments={"start": self.words},
            key=f"{call.pk}"[:64],
            ok=True,
            answer={"free": True, "say": self.words},
            at_ms=4000,
            took_ms=120,
        )
        Event.record(campaign, Event.Kind.TOOL_RUN, call=call, name="check_availability", ok=True)
        Event.record(campaign, Event.Kind.CALL_NOTED, call=call, text=self.words)
        return call


def make_world(words: str = WORDS) -> World:
    return World(somebody(), words)
