"""What people do meanwhile, over the API: start, wait, choose, choose twice, cancel."""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from uuid import uuid4

import httpx

LOOK_SECONDS = 15.0
PATIENCE_SECONDS = 240.0  # with one campaign; then it is cancelled
LAST_SECONDS = 60.0  # for the campaign at hand, once all are told to stop
BUDGET = "4.00"


class Person(threading.Thread):
    """One campaign after the other until told to stop; answers are counted by their status."""

    def __init__(
        self, api: httpx.Client, service: str, random: Random, stop: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self._api, self._service = api, service
        self._random, self._stop_asked = random, stop
        self.answers: Counter[int] = Counter()  # 0: none
        self.fates: Counter[str] = Counter()

    def run(self) -> None:
        while not self._stop_asked.is_set():
            self._wish()

    def _wish(self) -> None:
        started = self._ask("POST", "/campaigns", self._wanted())
        if started is None or "campaign_id" not in started:
            time.sleep(1)
            return
        path = f"/campaigns/{started['campaign_id']}"
        gives_up = self._random.random() < 0.15
        until = time.monotonic() + (self._random.uniform(5, 60) if gives_up else PATIENCE_SECONDS)
        stopping = False
        while True:
            if self._stop_asked.is_set() and not stopping:
                stopping = True
                until = min(until, time.monotonic() + LAST_SECONDS)
            seen = self._ask("GET", path) or {}
            if seen.get("state") in ("confirmed", "failed", "cancelled"):
                break
            if seen.get("state") == "ranking" and not self._choose(path, seen):
                break
            if time.monotonic() > until:
                self._ask("POST", f"{path}/cancel")
                break
            time.sleep(LOOK_SECONDS)
        self._look_back(path)

    def _choose(self, path: str, seen: Mapping[str, object]) -> bool:
        """Take one of the offers, now and then at the same time from two windows."""
        ranked = seen.get("ranked")
        proven = [each for each in ranked if each["verified"]] if isinstance(ranked, list) else []
        if not proven:
            return False
        body = {"offer_id": self._random.choice(proven[:2])["offer_id"]}
        twice = self._random.random() < 0.3
        second = threading.Thread(target=self._ask, args=("POST", f"{path}/confirm", body))
        if twice:
            second.start()
        self._ask("POST", f"{path}/confirm", body)
        if twice:
            second.join()
        return True

    def _look_back(self, path: str) -> None:
        seen = self._ask("GET", path) or {}
        self.fates[str(seen.get("state", "unknown"))] += 1
        appointment = seen.get("appointment_id")
        if appointment and self._random.random() < 0.6:  # their calendar is not endless
            self._ask("POST", f"/appointments/{appointment}/cancel")

    def _wanted(self) -> Mapping[str, object]:
        first = date.today() + timedelta(days=self._random.randint(1, 20))
        return {
            "service": self._service,
            "location": "San Francisco",
            "date_range_start": first.isoformat(),
            "date_range_end": (first + timedelta(days=9)).isoformat(),
            "max_providers": self._random.randint(2, 4),
            "max_parallel": 3,
            "budget": BUDGET,
            "booking_policy": self._random.choice(["ask_me", "ask_me", "book_when_it_fits"]),
        }

    def _ask(
        self, method: str, path: str, body: Mapping[str, object] | None = None
    ) -> Mapping[str, object] | None:
        """The answer's body; None when it was refused. What is lost is asked again."""
        headers = {"Idempotency-Key": str(uuid4())} if method == "POST" else {}
        for _ in range(3):
            try:
                answer = self._api.request(method, path, json=body, headers=headers)
            except httpx.HTTPError:
                self.answers[0] += 1
                time.sleep(0.5)
                continue
            self.answers[answer.status_code] += 1
            if answer.status_code < 400:
                found = answer.json() if answer.content else {}
                return found if isinstance(found, dict) else {}
            if answer.status_code < 500:
                time.sleep(0.5)
                return None
            time.sleep(0.5)
        return None
