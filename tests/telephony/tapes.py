"""The recording of a call, where there is one, and the folders of a test's recordings."""

from pathlib import Path

from pytest_django.fixtures import Settings

from campaigns.models import Call
from telephony.audio.stereo_wav import StereoFile
from telephony.models import Recording
from telephony.recording import files, spool, storage


def keep_in(settings: Settings, folder: Path) -> Path:
    """Record into folders of a test's own; where finished recordings are kept."""
    settings.RECORDING_SPOOL_DIR = folder / "spool"
    options = settings.STORAGES["recordings"]["OPTIONS"] | {"location": str(folder / "kept")}
    recordings = settings.STORAGES["recordings"] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"recordings": recordings}
    return folder / "kept"


def begun(call: Call, began_ms: int = 0) -> StereoFile:
    """An open file with nothing in it."""
    file = files.begin(call.pk, "simulated", began_ms)
    assert file is not None
    return file


def path_of(call: Call) -> Path:
    """Where the sound lies while it has not been stored."""
    return spool.file_of(Recording.objects.get(call=call, deleted_at=None).path)


def sound_of(recording: Recording) -> bytes:
    """All of it, wherever it lies."""
    return b"".join(storage.part(recording, 0, storage.size(recording)))


def sounds() -> list[str]:
    """What lies in the spool, and then what is kept."""
    stored = storage.kept()
    there = stored.listdir("")[1] if stored.exists("") else []
    return [*spool.names(), *sorted(there)]
