"""Exactly so often, whoever counts along: threads, the cache of one process, and Redis."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from callpilot.edge.rate_limits import RateLimit, parsed
from callpilot.embedded.engine import free_port, listened
from tests.journeys.test_modes import redis, until

LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"}
REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache"}
AT_ONCE, ROUNDS = 24, 20


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with redis() as url:
        until(lambda: listened(int(url.rpartition(":")[2].partition("/")[0])))
        yield url


@pytest.fixture(params=["local", "redis"])
def counters(request: pytest.FixtureRequest, settings: Settings) -> Iterator[None]:
    """A cache of these tests' own."""
    if request.param == "redis":
        url = request.getfixturevalue("redis_url")
        settings.CACHES = {"default": REDIS | {"LOCATION": url}}
    else:
        settings.CACHES = {"default": LOCAL}
    cache.clear()
    yield
    cache.clear()


def let_in_at_once(name: str, rate: str) -> int:
    together = Barrier(AT_ONCE)

    def ask() -> bool:
        limit = RateLimit(name, rate)
        together.wait(60)
        return limit.take() is None

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sum(each.result() for each in [threads.submit(ask) for _ in range(AT_ONCE)])


@pytest.mark.usefixtures("counters")
def test_five_of_all_who_ask_at_once_are_let_in_where_five_may() -> None:
    let_in = [let_in_at_once(f"race_{number}", "5/day") for number in range(ROUNDS)]

    assert let_in == [5] * ROUNDS


@pytest.mark.usefixtures("counters")
def test_who_is_refused_takes_no_place() -> None:
    limit = RateLimit("refused", "2/day")
    assert [limit.take() is None for _ in range(50)] == [True, True] + [False] * 48

    assert RateLimit("refused", "3/day").take() is None


@pytest.mark.parametrize("rate", ["1/minute", "7/minute", "60/hour", "3/second"])
def test_in_no_span_it_is_more_often(rate: str, settings: Settings) -> None:
    settings.CACHES = {"default": LOCAL | {"LOCATION": rate}}
    times, seconds = parsed(rate)
    chance, limit, let_in = random.Random(rate), RateLimit("spans", rate), list[float]()
    moment = 1_800_000_000.0 + chance.random() * seconds
    for _ in range(40 * times):
        moment += chance.expovariate(3 * times / seconds)
        with time_machine.travel(moment, tick=False):
            if limit.take() is None:
                let_in.append(moment)

    within = [sum(0 <= later - each < seconds for later in let_in) for each in let_in]
    assert max(within) <= times
    assert len(let_in) >= 0.8 * times * (moment - let_in[0]) / seconds, "and nearly as often"


@pytest.mark.parametrize("rate", ["1/minute", "2/hour", "5/day"])
def test_after_the_wait_that_was_told_it_may_be(rate: str, settings: Settings) -> None:
    settings.CACHES = {"default": LOCAL | {"LOCATION": f"wait {rate}"}}
    times, seconds = parsed(rate)
    limit, moment = RateLimit("wait", rate), 1_800_000_000.25
    for _ in range(5):
        with time_machine.travel(moment, tick=False):
            while (wait := limit.take()) is None:
                pass
        assert 0 < wait <= 1.1 * seconds
        with time_machine.travel(moment + 0.99 * wait - 0.1 * seconds, tick=False):
            assert limit.take() is not None
        moment += wait + 0.001

    with time_machine.travel(moment, tick=False):
        assert limit.take() is None


def test_what_is_limited_is_counted_apart(settings: Settings) -> None:
    settings.CACHES = {"default": LOCAL | {"LOCATION": "apart"}}

    assert RateLimit("one", "1/day").take() is None
    assert RateLimit("another", "1/day").take() is None
    assert RateLimit("one", "1/day").take() is not None


def test_a_cache_that_is_gone_holds_nobody_up_and_is_told(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CACHES = {"default": REDIS | {"LOCATION": f"redis://127.0.0.1:{free_port()}/0"}}

    assert RateLimit("gone", "1/day").take() is None
    assert RateLimit("gone", "1/day").take() is None
    assert "A rate could not be counted" in caplog.text


@pytest.mark.parametrize("rate", ["", "60", "0/hour", "-1/hour", "many/hour", "60/fortnight", "1/"])
def test_what_is_no_rate_is_refused(rate: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        parsed(rate)


def test_a_span_may_be_shortened() -> None:
    assert parsed("60/h") == parsed("60/hour") == (60, 3600)
