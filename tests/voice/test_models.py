"""What was said in a call is kept once, in order."""

import pytest
from django.db import IntegrityError

from tests.factories import make_call
from voice.models import ToolRun, Turn


def test_a_turn_of_a_call_is_numbered_once(db: None) -> None:
    call = make_call()
    Turn.objects.create(call=call, number=1, speaker="callee", text="Hello")

    with pytest.raises(IntegrityError):
        Turn.objects.create(call=call, number=1, speaker="agent", text="Hello")


def test_a_question_of_a_call_is_answered_once(db: None) -> None:
    call = make_call()
    ToolRun.objects.create(call=call, name="book_slot", key="one question")
    ToolRun.objects.create(call=make_call(), name="book_slot", key="one question")

    with pytest.raises(IntegrityError):
        ToolRun.objects.create(call=call, name="book_slot", key="one question")
