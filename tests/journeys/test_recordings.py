"""What was said in a call can be heard in its recording, on the page's own clock."""

import re
from collections.abc import Iterator
from datetime import timedelta
from difflib import SequenceMatcher

import numpy as np
import pytest
from django.test import Client

from callpilot.embedded.engine import Engine
from callpilot.management import demo_person
from callpilot.models import User
from callpilot.simulation.modem import Ear, UtteranceEnded
from campaigns.models import Booking
from telephony.audio.codecs import decode_ulaw
from telephony.audio.stereo_wav import CALLEE, HEADER_BYTES, OURS
from telephony.models import Recording
from tests.journeys.town import Town, proven
from tests.telephony.tapes import sound_of
from voice.models import Turn

pytestmark = pytest.mark.journey
MOSTLY = 0.75  # on a busy machine our sound may come so late that a word is broken, as on the phone
NEAR_MS = 1500  # turns are placed to a fifth of a second; a burst of frames is another


@pytest.fixture
def town(engine: Engine) -> Iterator[Town]:
    with Town(engine) as town:
        yield town


def heard(recording: Recording, side: int) -> list[UtteranceEnded]:
    """What an ear understands of one side of a recording: text, beginning, end."""
    data = sound_of(recording)[HEADER_BYTES:]
    lane = np.frombuffer(data, np.uint8).reshape(-1, 2)[:, side].tobytes()
    silence = np.zeros(16_000, np.int16)
    said = Ear(8000, 600).hear(np.concatenate([decode_ulaw(lane), silence]))
    return [each for each in said if isinstance(each, UtteranceEnded)]


def alike(one: str, other: str) -> float:
    """How much of the words is the same, in order; 1 is all."""
    ours, theirs = (re.findall(r"\w+", text.lower()) for text in (one, other))
    return SequenceMatcher(None, ours, theirs).ratio()


def test_the_winning_call_can_be_heard_word_for_word(town: Town) -> None:
    with town.campaign() as campaign_id:
        campaign = town.until_ended(campaign_id)
        assert proven(campaign), [(each["outcome"], each["reason"]) for each in campaign["calls"]]
        booked = town.confirm(campaign, proven(campaign)[0])
        assert booked["confirmed"], booked["reason"]
        town.at_rest()
        winner = Booking.objects.get(campaign_id=campaign_id, status="booked").offer.call
        finished = Recording.objects.filter(call=winner, finished_at__isnull=False)
        town.wait(finished.exists, bool)
        recording = finished.get()

        for row in Recording.objects.filter(call__campaign=campaign_id, finished_at__isnull=False):
            seconds = (len(sound_of(row)) - HEADER_BYTES) / 16_000
            assert seconds == pytest.approx(row.seconds, abs=0.05)
        for side, speaker in ((CALLEE, "callee"), (OURS, "agent")):
            understood = heard(recording, side)
            turns = Turn.objects.filter(call=winner, speaker=speaker, interrupted=False)
            assert turns.count() >= 2
            for turn in turns:
                found = max(understood, key=lambda each: alike(each.text, turn.text))
                assert alike(found.text, turn.text) >= MOSTLY, (turn.text, found.text)
                assert abs(found.started_ms - turn.started_ms) <= NEAR_MS
                assert abs(found.ended_ms - turn.ended_ms) <= NEAR_MS

        client = Client()
        client.force_login(User.objects.get(username=demo_person.USERNAME))
        assert recording.expires_at is not None
        assert recording.expires_at > recording.created_at + timedelta(days=29)
        assert client.get(f"/calls/{winner.pk}/").status_code == 200
