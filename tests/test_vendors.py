"""A vendor lives in its folder: outside of it nobody says its name."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ["callpilot", "campaigns", "scheduling", "telephony", "voice"]
NAMES = re.compile(r"twilio|elevenlabs|deepgram|google", re.IGNORECASE)
AT_HOME = re.compile(
    r"^telephony/carriers/twilio/|^voice/agents/elevenlabs/"  # the vendors' folders
    r"|^voice/stt/deepgram/|^voice/tts/elevenlabs/"
    r"|^callpilot/settings\.py$|/migrations/"  # their keys have names; rows have a past
    r"|^(telephony|voice)/simulator/|^callpilot/simulation/|commands/simulate\.py$"  # their doubles
)
# May only shrink.
ALLOWED = {
    "telephony/carriers/base.py": "the registry's line",
    "voice/agents/base.py": "the registry's line",
    "voice/stt/base.py": "the registry's line",
    "voice/tts/base.py": "the registry's line",
    "callpilot/llm.py": "the vendors of language models, as data",
    "callpilot/pages/template_context.py": "sign-in, allauth's word for it",
    "callpilot/management/commands/screenshots.py": "the name of a browser's program",
    "campaigns/views/appointments.py": "links out of a page",
    "scheduling/calendars/links.py": "links out of a page",
}


def test_nobody_says_a_vendors_name_outside_of_its_folder() -> None:
    files = subprocess.run(
        ["git", "ls-files", *(f"{app}/*.py" for app in APPS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert len(files) > 200

    saying = {
        file
        for file in files
        if not AT_HOME.search(file) and NAMES.search((ROOT / file).read_text())
    }

    assert saying - set(ALLOWED) == set(), "say it in the vendor's folder"
    assert set(ALLOWED) - saying == set(), "no longer needed in the list: take it out"


def test_each_registry_names_a_vendor_in_one_line() -> None:
    bases = ("telephony/carriers", "voice/agents", "voice/stt", "voice/tts")
    for file in (f"{folder}/base.py" for folder in bases):
        lines = (ROOT / file).read_text().splitlines()
        assert len([line for line in lines if NAMES.search(line)]) == 1, file
