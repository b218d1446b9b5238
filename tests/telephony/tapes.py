"""The recording of a call, where there is one."""

from pathlib import Path

from campaigns.models import Call
from telephony.audio.stereo_wav import StereoFile
from telephony.models import Recording
from telephony.recording import files


def begun(call: Call, began_ms: int = 0) -> StereoFile:
    """An open file with nothing in it."""
    file = files.begin(call.pk, "simulated", began_ms)
    assert file is not None
    return file


def path_of(call: Call) -> Path:
    """Where the sound lies."""
    path = Recording.objects.get(call=call).file
    assert path is not None
    return path
