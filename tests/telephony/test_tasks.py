"""Tasks that speak to a carrier who is out of reach."""

import logging
from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings

from campaigns.models import Call
from telephony import tasks
from tests import factories
from tests.telephony.fake_carrier import FakeCarrier


@pytest.mark.django_db
@pytest.mark.parametrize("task", [tasks.hang_up_call, tasks.press_keys])
def test_a_carrier_out_of_reach_is_a_line_in_the_log_and_no_error(
    task: Callable[[str], None],
    carrier: FakeCarrier,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.TWILIO_API_URL = "http://127.0.0.1:9"  # nobody listens there
    call = factories.make_call(
        status=Call.Status.IN_PROGRESS, carrier_id="CA" + 32 * "1", keys_wanted="2"
    )

    with caplog.at_level(logging.WARNING):
        task(str(call.pk))

    [line] = caplog.records
    assert line.levelname == "WARNING"
    assert str(call.pk) in line.getMessage()
