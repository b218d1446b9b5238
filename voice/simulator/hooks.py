"""The account's webhooks: which there are, how a delivery is signed, retried and given up."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp
from yarl import URL

from callpilot.json_types import JsonMapping, JsonObject
from voice.simulator.refusals import Refusal, wrong

SETTINGS = {"auth_type", "name", "webhook_url", "request_headers"}
CHANGES = {"is_disabled", "name", "retry_enabled", "request_headers", "events"}
TRIES = 4  # in all, where retries are enabled
BETWEEN_TRIES_SECONDS = 0.3
TIMEOUT_SECONDS = 10.0
MOST_FAILURES = 10  # one after the other, and none taken for a week: it is given up
WEEK_SECONDS = 7 * 24 * 3600


@dataclass
class Hook:
    """One address of a client's that is told of things; `secret` is shown once, when it is made."""

    webhook_id: str
    name: str
    url: str
    secret: str
    made: float
    request_headers: dict[str, str] = field(default_factory=dict)
    is_disabled: bool = False
    is_auto_disabled: bool = False
    retry_enabled: bool = False
    failures: int = 0  # since the last delivery that was taken
    last_taken: float | None = None
    last_failure: tuple[int | None, float] | None = None  # status and moment

    def header(self, body: bytes, at: float) -> str:
        moment = str(int(at))
        signed = moment.encode() + b"." + body
        return f"t={moment},v0={hmac.new(self.secret.encode(), signed, hashlib.sha256).hexdigest()}"


class Hooks:
    """make_id: a new random name. clock: seconds since 1970."""

    def __init__(self, make_id: Callable[[], str], clock: Callable[[], float]) -> None:
        self.make_id, self.clock = make_id, clock
        self.rows: dict[str, Hook] = {}

    def make(self, settings: object) -> Hook:
        if not isinstance(settings, dict):
            raise wrong("Field required", "settings", kind="missing")
        if unknown := sorted(set(settings) - SETTINGS):
            raise wrong("Extra inputs are not permitted", unknown[0], kind="extra_forbidden")
        if settings.get("auth_type") != "hmac":
            raise wrong("Input should be 'hmac'", "settings", "auth_type")
        if not settings.get("name"):
            raise wrong("Field required", "settings", "name", kind="missing")
        url = str(settings.get("webhook_url", ""))
        # The vendor takes https alone; on this machine nobody could listen in between.
        if not url.startswith(("https://", "http://127.0.0.1:")):
            raise wrong("URL scheme should be 'https'", "settings", "webhook_url")
        hook = self.add(str(settings["name"]), url, f"wsec_{self.make_id()}")
        hook.request_headers = dict(settings.get("request_headers") or {})
        return hook

    def add(self, name: str, url: str, secret: str) -> Hook:
        hook = Hook(f"wh_{self.make_id()}", name, url, secret, self.clock())
        self.rows[hook.webhook_id] = hook
        return hook

    def get(self, webhook_id: str) -> Hook:
        if webhook_id not in self.rows:
            raise Refusal(404, {"status": "webhook_not_found", "message": "Webhook not found"})
        return self.rows[webhook_id]

    def change(self, webhook_id: str, change: JsonMapping) -> None:
        hook = self.get(webhook_id)
        for name in ("is_disabled", "name"):
            if name not in change:
                raise wrong("Field required", name, kind="missing")
        if unknown := sorted(set(change) - CHANGES):
            raise wrong("Extra inputs are not permitted", unknown[0], kind="extra_forbidden")
        hook.name, hook.is_disabled = change["name"], bool(change["is_disabled"])
        if not hook.is_disabled:
            hook.is_auto_disabled, hook.failures = False, 0
        hook.retry_enabled = bool(change.get("retry_enabled", hook.retry_enabled))
        hook.request_headers = dict(change.get("request_headers") or hook.request_headers)

    def delete(self, webhook_id: str) -> None:
        self.get(webhook_id)
        del self.rows[webhook_id]

    # --- deliveries -------------------------------------------------------------------------

    async def tell(self, hook: Hook, event: JsonObject) -> bool:
        """Deliver an event; whether it was taken, which is an answer of 200 and nothing else."""
        if hook.is_disabled or hook.is_auto_disabled:
            return False
        body = json.dumps(event).encode()
        status: int | None = None
        for _ in range(TRIES if hook.retry_enabled else 1):
            status = await self._once(hook, body)
            if not (status is None or status == 429 or status >= 500):
                break
            await asyncio.sleep(BETWEEN_TRIES_SECONDS)
        self._note(hook, status)
        return status == 200

    async def _once(self, hook: Hook, body: bytes) -> int | None:
        """The status of the answer, None without one."""
        headers = hook.request_headers | {
            "Content-Type": "application/json",
            "ElevenLabs-Signature": hook.header(body, self.clock()),
        }
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(
                    URL(hook.url, encoded=True), data=body, headers=headers, allow_redirects=False
                ) as answer,
            ):
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None

    def _note(self, hook: Hook, status: int | None) -> None:
        at = self.clock()
        if status == 200:
            hook.failures, hook.last_taken = 0, at
            return
        hook.failures += 1
        hook.last_failure = status, at
        since = hook.made if hook.last_taken is None else hook.last_taken
        if hook.failures >= MOST_FAILURES and at - since > WEEK_SECONDS:
            hook.is_auto_disabled = True

    def shown(self, hook: Hook) -> JsonObject:
        status, at = hook.last_failure or (None, None)
        return {
            "name": hook.name,
            "webhook_id": hook.webhook_id,
            "webhook_url": hook.url,
            "is_disabled": hook.is_disabled,
            "is_auto_disabled": hook.is_auto_disabled,
            "created_at_unix": int(hook.made),
            "auth_type": "hmac",
            "most_recent_failure_error_code": status,
            "most_recent_failure_timestamp": None if at is None else int(at),
        }
