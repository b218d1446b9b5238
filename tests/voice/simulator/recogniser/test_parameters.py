"""A session is refused for what its model does not take, in words."""

import pytest

from tests.voice.simulator.recogniser.sounds import FLUX, NOVA
from voice.simulator.recogniser.parameters import BadParameter, flux, nova


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"model": "nova-3"}, "No such model"),
        ({"encoding": "mp3"}, "encoding"),
        ({"sample_rate": "16000"}, "sample_rate"),
        ({"interim_results": "true"}, "Unknown parameter: interim_results"),
        ({"eot_threshold": "0.3"}, "between 0.5"),
        ({"eager_eot_threshold": "0.9"}, "must not exceed"),
        ({"eot_timeout_ms": "soon"}, "is a number"),
        ({"language_hint": "en"}, "multilingual"),
    ],
)
def test_what_flux_does_not_take(more: dict[str, str], words: str) -> None:
    assert flux(FLUX).model == "flux-general-en"
    with pytest.raises(BadParameter, match=words):
        flux(FLUX | more)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"model": "flux-general-en"}, "No such model"),
        ({"model": "nova-2", "keyterm": "Reyes"}, "needs nova-3"),
        ({"utterance_end_ms": "900"}, "at least 1000"),
        ({"interim_results": "false"}, "needs interim_results"),
        ({"eot_threshold": "0.7"}, "Unknown parameter"),
        ({"endpointing": "soon"}, "is a number"),
    ],
)
def test_what_nova_does_not_take(more: dict[str, str], words: str) -> None:
    assert nova(NOVA).model == "nova-3"
    with pytest.raises(BadParameter, match=words):
        nova(NOVA | more)


def test_linear_sound_is_taken_as_well() -> None:
    assert flux(FLUX | {"encoding": "linear16", "sample_rate": "16000"})
