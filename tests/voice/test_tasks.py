"""What beat has done for the voice."""

import pytest

from tests.factories import make_call
from voice.models import SecondOpinion, VendorSession
from voice.tasks import ask_after_sessions, ask_second_opinions
from voice.vendor_sessions import opened

pytestmark = pytest.mark.django_db


def test_a_call_that_goes_on_is_not_asked_about() -> None:
    opened(make_call(status="in_progress"), "conv_1")

    ask_after_sessions()

    assert VendorSession.objects.get().asked == 0


def test_without_a_language_model_nobody_is_asked_for_a_second_opinion() -> None:
    SecondOpinion.objects.create(call=make_call(status="completed"))

    ask_second_opinions()

    assert SecondOpinion.objects.get().asked == 0
