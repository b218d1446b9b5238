"""How often somebody may do something: no more often than that, however many processes count."""

import logging
import math
import re
import time
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which reads the settings that name us

logger = logging.getLogger(__name__)
RATE = re.compile(r"([1-9]\d{0,6})/([smhd])[a-z]*")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
PARTS = 10  # of the span, each counted by itself


def parsed(rate: str) -> tuple[int, int]:
    """How many times in how many seconds; "60/hour", "60/h". Raises ImproperlyConfigured."""
    found = RATE.fullmatch(rate)
    if found is None:
        raise ImproperlyConfigured(f"{rate} is no rate; write it like 60/hour.")
    return int(found[1]), SECONDS[found[2]]


class RateLimit(BaseThrottle):
    """At most so many times within any such span, for pages and API alike.

    Each of several who ask at once adds one to the same counter, which the cache does for one
    after the other, and looks at the sum only then: to read a list, add to it and write it back
    let six in where five were allowed. A time is forgotten with the part of the span that it
    fell in, so that one may have to wait a tenth of the span longer, and never comes too early.
    """

    def __init__(self, name: str, rate: str) -> None:
        """name: what is limited, and whose it is."""
        self.name = name
        self.times, self.seconds = parsed(rate)
        self.part_seconds = self.seconds / PARTS
        self.wait_seconds: float | None = None

    def take(self) -> float | None:
        """Once more: None when that may be, else in how many seconds it may."""
        try:
            return self._take()
        except RedisError:
            # The cache is no part of what people need; what costs money has limits of its own.
            logger.exception("A rate could not be counted, and nobody was held up.")
            return None

    def _take(self) -> float | None:
        moment = time.time()
        part = int(moment // self.part_seconds)
        key = self._key(part)
        cache.add(key, 0, math.ceil(self.seconds + 2 * self.part_seconds))
        mine = cache.incr(key)
        # The next part too: who has counted there already may not have seen us.
        others = [n for n in range(part - PARTS, part + 2) if n != part]
        counted = cache.get_many([self._key(n) for n in others])
        counts = {n: int(counted.get(self._key(n), 0)) for n in others}
        if mine + sum(counts.values()) <= self.times:
            return None
        cache.decr(key)
        return self._until_free(counts | {part: mine - 1}, moment)

    def _until_free(self, counts: dict[int, int], moment: float) -> float:
        """Until so many of the oldest parts are forgotten that there is room."""
        left = sum(counts.values())
        for part in sorted(counts):
            left -= counts[part]
            if left < self.times:
                return max((part + PARTS + 1) * self.part_seconds - moment, self.part_seconds)
        return float(self.seconds)

    def _key(self, part: int) -> str:
        return f"rate_{self.name}_{part}"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        self.wait_seconds = self.take()
        return self.wait_seconds is None

    def wait(self) -> float | None:
        return self.wait_seconds
