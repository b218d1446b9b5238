"""Two hosts with a folder each and a bucket: recorded here, played and deleted there."""

import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from callpilot.embedded.engine import free_port
from tests.bucket import bucket
from tests.journeys.test_modes import (
    ROOT,
    answered,
    lines_of_the_procfile,
    manage,
    running,
    until,
)

pytestmark = [pytest.mark.journey, pytest.mark.own_rows]

# A media process that dies over an ended call, with its file neither finished nor stored.
DIES = """
import os
from datetime import timedelta
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils.timezone import now
from telephony.audio.stereo_wav import CALLEE
from telephony.recording import files
from tests.factories import make_call, make_campaign, make_person

person = make_person("robin")
ended = now() - timedelta(minutes=2)
call = make_call(make_campaign(person), status="completed", answered_at=ended, ended_at=ended)
file = files.begin(call.pk, "simulated", 0)
file.write(CALLEE, [(0, bytes(range(200)) * 80)])
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.create()
print(call.pk, session.session_key, flush=True)
os._exit(9)
"""
TIDY = "from telephony.tasks import tidy_recordings; tidy_recordings()"


def spooled(host: Mapping[str, str]) -> list[str]:
    return [each.name for each in Path(host["CALLPILOT_DATA"], "spool").glob("*.wav")]


def test_what_dies_on_one_host_is_played_and_deleted_on_another(tmp_path: Path) -> None:
    lines = lines_of_the_procfile()
    with ExitStack() as stack:
        there = stack.enter_context(bucket())
        shared = there.environment | {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'shared.sqlite3'}",
            "SECRET_KEY": "a-secret-that-both-hosts-share",
        }
        media, web = (
            shared | {"CALLPILOT_DATA": str(tmp_path / name), f"{port}PORT": str(free_port())}
            for name, port in (("media", "MEDIA_"), ("web", ""))
        )
        manage("migrate", environment=web)
        died = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", DIES],
            cwd=ROOT, env=media, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert died.returncode == 9, died.stderr
        call, session = died.stdout.split()[-2:]
        [name] = spooled(media)

        url = f"http://127.0.0.1:{web['PORT']}"
        stack.enter_context(
            running(["sh", "-c", f"exec {lines['web']}"], web, tmp_path / "web.log")
        )
        until(lambda: answered(f"{url}/health"))
        page = stack.enter_context(
            httpx.Client(base_url=url, cookies={"sessionid": session}, timeout=60)
        )
        sound = f"/calls/{call}/recording.wav"
        assert page.get(sound).status_code == 404
        manage("shell", "-v0", "-c", TIDY, environment=web)  # sees no file, and forgets none

        stack.enter_context(
            running(["sh", "-c", f"exec {lines['media']}"], media, tmp_path / "media.log")
        )
        until(lambda: page.get(sound).status_code == 200)
        part = page.get(sound, headers={"Range": "bytes=58-77"})
        assert part.status_code == 206 and part.content[::2] == bytes(range(10))
        assert len(page.get(sound).content) == 58 + 2 * 16_000
        assert 'id="player"' in page.get(f"/calls/{call}/").text
        assert there.names() == [f"calls/{name}"]
        until(lambda: not spooled(media))

        page.get(f"/calls/{call}/recording/delete/")
        token = {"csrfmiddlewaretoken": page.cookies["csrftoken"]}
        assert page.post(f"/calls/{call}/recording/delete/", data=token).status_code == 302
        assert page.get(sound).status_code == 404
        manage("shell", "-v0", "-c", TIDY, environment=web)
        assert there.names() == []
