"""The chip of a request in a list."""

import pytest

from campaigns.models import Campaign
from campaigns.templatetags.looks import request_class


@pytest.mark.parametrize("status", Campaign.Status.values)
def test_every_request_has_a_chip(status: str) -> None:
    assert request_class(status).startswith("is-") or status == "cancelled"
