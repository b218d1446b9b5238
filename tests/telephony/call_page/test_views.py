"""A call's page and its recording: for one person, in all states, whatever was said."""

import re
from pathlib import Path

import numpy as np
import pytest
from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.test import AsyncClient, Client
from django.urls import reverse
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.models import Call
from scheduling.language.write import elapsed
from telephony.audio.codecs import encode_ulaw
from telephony.audio.stereo_wav import CALLEE, HEADER_BYTES, OURS
from telephony.models import Recording
from telephony.recording import files, uploads
from tests.campaigns.clients import Answer
from tests.factories import make_call, make_campaign, make_offer, make_person, make_provider
from tests.telephony.tapes import begun, keep_in, path_of
from voice.models import ToolRun, Turn
from voice.session.db_threads import in_thread

pytestmark = pytest.mark.django_db(transaction=True)
JANUARY, FEBRUARY = "2026-01-01T00:00Z", "2026-02-01T00:00Z"
EVIL = '<img src=x onerror="alert(1)">\u202e'


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    keep_in(settings, tmp_path)


@pytest.fixture
def person() -> User:
    return make_person("owner")


def ended(person: User, **changes: object) -> Call:
    fields = {"status": "completed", "outcome": "offer", "answered_at": now(), "ended_at": now()}
    return make_call(make_campaign(person), **fields | changes)


def recorded(person: User, seconds: int = 4, **changes: object) -> Call:
    """A call with sound on both sides."""
    call = ended(person, **changes)
    file = begun(call, 500)
    tone = encode_ulaw((9000 * (-1) ** (np.arange(8000) // 8)).astype(np.int16))
    file.write(CALLEE, [(8000, tone)])
    file.write(OURS, [((seconds - 1) * 8000, tone)])
    file.close()
    files.finish(call.pk)
    return call


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: User, call: Call, **headers: str) -> Answer:
    return signed_in(person).get(reverse("call", args=[call.pk]), headers=headers)


def text(answer: Answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


# --- the file over HTTP ---------------------------------------------------------------------------


def body(answer: Answer) -> bytes:
    assert isinstance(answer, StreamingHttpResponse)
    return answer.getvalue()


def test_a_recording_is_served_whole_private_and_as_wav(person: User) -> None:
    call = recorded(person)
    answer = signed_in(person).get(reverse("recording", args=[call.pk]))

    data = body(answer)
    assert answer.status_code == 200 and data[:4] == b"RIFF"
    assert len(data) == int(answer["Content-Length"]) == HEADER_BYTES + 2 * 4 * 8000
    assert answer["Content-Type"] == "audio/wav" and answer["Accept-Ranges"] == "bytes"
    assert answer["Cache-Control"] == "private, no-store"
    assert "Content-Disposition" not in answer


@pytest.mark.parametrize(
    "asked,first,last", [("bytes=0-3", 0, 3), ("bytes=100-", 100, None), ("bytes=-7", -7, None)]
)
def test_a_part_is_served_as_that_part(
    person: User, asked: str, first: int, last: int | None
) -> None:
    url = reverse("recording", args=[recorded(person).pk])
    client = signed_in(person)
    whole = body(client.get(url))

    answer = client.get(url, headers={"Range": asked})

    start = first % len(whole)
    end = len(whole) - 1 if last is None else last
    assert answer.status_code == 206
    assert body(answer) == whole[start : end + 1]
    assert answer["Content-Range"] == f"bytes {start}-{end}/{len(whole)}"


def test_what_lies_behind_the_end_is_416_and_several_parts_are_the_whole(person: User) -> None:
    url = reverse("recording", args=[recorded(person).pk])
    client = signed_in(person)

    beyond = client.head(url, headers={"Range": "bytes=99999999-"})
    several = client.head(url, headers={"Range": "bytes=0-1,4-5"})

    assert beyond.status_code == 416 and beyond["Content-Range"].startswith("bytes */")
    assert several.status_code == 200


def test_a_part_of_another_file_than_they_have_is_the_whole_of_this_one(person: User) -> None:
    url = reverse("recording", args=[recorded(person).pk])
    client = signed_in(person)
    tag = client.head(url)["ETag"]

    same = client.head(url, headers={"Range": "bytes=0-3", "If-Range": tag})
    other = client.head(url, headers={"Range": "bytes=0-3", "If-Range": '"other"'})
    known = client.head(url, headers={"If-None-Match": tag})

    assert (same.status_code, other.status_code, known.status_code) == (206, 200, 304)


def test_the_head_alone_says_how_long_it_is(person: User) -> None:
    answer = signed_in(person).head(reverse("recording", args=[recorded(person).pk]))

    assert int(answer["Content-Length"]) == HEADER_BYTES + 2 * 4 * 8000 and answer.content == b""


def test_a_download_has_a_name_that_no_header_breaks_on(person: User) -> None:
    call = recorded(person, provider=make_provider(name='Dr "X"\r\nSet-Cookie: a=b'))
    answer = signed_in(person).head(reverse("recording", args=[call.pk]), {"download": ""})

    assert re.fullmatch(r'attachment; filename="call-[\w-]+\.wav"', answer["Content-Disposition"])


async def test_under_asgi_it_is_read_in_chunks(person_async: User) -> None:
    call = await in_thread(recorded, person_async, 20)
    client = AsyncClient()
    await client.aforce_login(person_async)

    answer = await client.get(reverse("recording", args=[call.pk]))

    assert isinstance(answer, StreamingHttpResponse)
    chunks = [len(chunk) async for chunk in answer]
    assert answer.is_async and sum(chunks) == HEADER_BYTES + 2 * 20 * 8000
    assert max(chunks) <= 64 * 1024 < sum(chunks)


@pytest.fixture
def person_async() -> User:
    return make_person()


# --- whose it is ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["call", "recording", "delete-recording"])
def test_only_its_owner_finds_it(person: User, name: str) -> None:
    url = reverse(name, args=[recorded(person).pk])
    staff = make_person("staff")
    staff.is_staff = staff.is_superuser = True
    staff.save()

    assert signed_in(person).head(url).status_code == 200
    assert signed_in(make_person()).get(url).status_code == 404
    assert signed_in(staff).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_nobody_else_deletes_it(person: User) -> None:
    call = recorded(person)
    url = reverse("delete-recording", args=[call.pk])

    assert signed_in(make_person()).post(url).status_code == 404

    assert path_of(call).exists()


def test_its_owner_deletes_it_and_the_page_says_so(person: User) -> None:
    call = recorded(person)
    path = path_of(call)

    signed_in(person).post(reverse("delete-recording", args=[call.pk]))

    assert not path.exists()
    assert "The recording was deleted." in text(page(person, call))
    url = reverse("recording", args=[call.pk])
    assert signed_in(person).get(url).status_code == 404


@pytest.mark.parametrize("gone", ["expired", "live", "lost"])
def test_what_cannot_be_heard_is_not_there(person: User, gone: str) -> None:
    call = recorded(person)
    match gone:
        case "expired":
            Recording.objects.update(expires_at=now())
        case "live":
            type(call).objects.filter(pk=call.pk).update(status="in_progress")
        case "lost":
            path_of(call).unlink()

    url = reverse("recording", args=[call.pk])
    assert signed_in(person).get(url).status_code == 404
    assert page(person, call).status_code == 200


def test_a_recording_made_on_another_host_comes_to_the_page_by_itself(
    person: User, settings: Settings, tmp_path: Path
) -> None:
    call, there = recorded(person), settings.RECORDING_SPOOL_DIR
    url, elsewhere = reverse("call", args=[call.pk]), tmp_path / "elsewhere"
    settings.RECORDING_SPOOL_DIR = elsewhere
    shown = text(page(person, call))
    assert "being finished" in shown and f'hx-get="{url}?sound"' in shown
    assert signed_in(person).get(f"{url}?sound", headers={"hx-request": "true"}).status_code == 204
    assert signed_in(person).get(reverse("recording", args=[call.pk])).status_code == 404

    settings.RECORDING_SPOOL_DIR = there
    uploads.sweep()
    settings.RECORDING_SPOOL_DIR = elsewhere

    asked = signed_in(person).get(f"{url}?sound", headers={"hx-request": "true"})
    assert asked.headers["HX-Refresh"] == "true"
    assert "<audio" in text(page(person, call))
    answer = signed_in(person).get(
        reverse("recording", args=[call.pk]), headers={"range": "bytes=58-61"}
    )
    assert answer.status_code == 206 and len(body(answer)) == 4


# --- the page -----------------------------------------------------------------------------------


def test_the_page_tells_what_was_said_done_learned_and_paid(person: User) -> None:
    call = recorded(person, summary="They offered Tuesday.", cost="0.1968")
    Turn.objects.bulk_create(
        [
            Turn(call=call, number=1, speaker="carrier", text="Hello, I am automated."),
            Turn(call=call, number=2, speaker="agent", text="What would it cost?", started_ms=1000),
            Turn(call=call, number=3, speaker="callee", text="Ninety.", started_ms=83_200),
            Turn(call=call, number=4, speaker="agent", text="Thank you.", started_ms=85_000),
        ]
    )
    ToolRun.objects.create(
        call=call, name="validate_slot", key="k", ok=True, answer={"say": "Free."}, at_ms=2000,
        arguments={"start": "2026-12-01T10:30-08:00"}, took_ms=12,
    )  # fmt: skip
    make_offer(call, evidence={"turns": [3], "call_id": str(call.pk)})

    shown = text(page(person, call))

    for words in ("They offered Tuesday.", "Ninety.", "1:23", "Free.", "$0.197", "10:30", "Price"):
        assert words in shown
    assert 'id="turn-3"' in shown and 'class="turn callee proof"' in shown
    assert shown.index("Checked whether") < shown.index('id="turn-3"')


def test_whatever_was_said_is_text(person: User) -> None:
    call = ended(person, summary=EVIL, reason=EVIL, provider=make_provider(name=EVIL))
    Turn.objects.create(call=call, number=1, speaker="callee", text=EVIL)
    ToolRun.objects.create(
        call=call, name="log_event", key="k", arguments={"message": EVIL}, answer={"say": EVIL}
    )
    make_offer(call, conditions=EVIL, practitioner=EVIL)

    shown = text(page(person, call))

    assert "<img src=x" not in shown and shown.count("&lt;img src=x") >= 7


@pytest.mark.parametrize(
    "row,words",
    [
        (None, "was not switched on"),
        ({"consent": "refused", "deleted_at": JANUARY}, "did not want to be recorded"),
        ({"consent": "unanswered"}, "did not say yes"),
        (
            {"consent": "given", "deleted_at": FEBRUARY, "expires_at": FEBRUARY},
            "time was up",
        ),
        (
            {"consent": "given", "deleted_at": JANUARY, "expires_at": FEBRUARY},
            "The recording was deleted.",
        ),
    ],
)
def test_without_a_recording_the_page_says_why(
    person: User, row: JsonObject | None, words: str
) -> None:
    call = ended(person)
    if row is not None:
        Recording.objects.create(call=call, **row)

    shown = text(page(person, call))

    assert words in shown and "<audio" not in shown


def test_nobody_answered_is_no_fault(person: User) -> None:
    call = ended(person, outcome="no_answer", answered_at=None, status="failed")

    assert "Nobody answered" in text(page(person, call))


def test_a_live_call_grows_and_then_becomes_the_recorded_one(person: User) -> None:
    call = ended(person, status="in_progress", outcome="", ended_at=None)
    Turn.objects.create(call=call, number=1, speaker="callee", text="Good morning.")
    shown = text(page(person, call))
    assert "every 2s" in shown and "<audio" not in shown

    lines = text(page(person, call, **{"HX-Request": "true"}))
    assert "Good morning." in lines and "<html" not in lines

    type(call).objects.filter(pk=call.pk).update(status="completed", ended_at=now())
    assert page(person, call, **{"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_page_has_no_script_or_style_of_its_own(person: User) -> None:
    shown = text(page(person, recorded(person)))

    assert not re.search(r"\son\w+=|\sstyle=|<script(?![^>]* src=)", shown)


def test_evidence_leads_to_the_turn_where_it_begins() -> None:
    call = make_call()
    proof = {"said": [["callee", "Ten."]], "call_id": str(call.pk), "at_ms": 83_900}
    proof |= {"turns": [13, 12]}
    shown = render_to_string("campaigns/booking/_evidence.html", {"evidence": proof})

    assert f"/calls/{call.pk}/#turn-12" in shown and "Listen at 1:23" in shown


@pytest.mark.parametrize(
    "proof", [{}, {"quote": "Ten."}, {"said": [], "call_id": "", "at_ms": None}]
)
def test_evidence_without_a_call_has_no_link(proof: JsonObject) -> None:
    assert "<a" not in render_to_string("campaigns/booking/_evidence.html", {"evidence": proof})


def test_the_clock_counts_from_the_answer() -> None:
    assert [elapsed(ms / 1000) for ms in (0, 999, 83_900, 3_600_000)] == [
        "0:00",
        "0:00",
        "1:23",
        "60:00",
    ]
