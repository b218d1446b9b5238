"""Every address of the URLconf, filled in with one world's objects."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from tests.routes.world import World

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()\\]|\\.|\[[^\]]*\])*\)")

# What stands for each parameter; (name of the address, parameter) where it differs.
SAMPLES: dict[str | tuple[str, str], Callable[[World], object]] = {
    "campaign_id": lambda world: world.ranking.pk,
    "offer_id": lambda world: world.offer.pk,
    "appointment_id": lambda world: world.appointment.pk,
    "call_id": lambda world: world.call.pk,
    "task_id": lambda world: world.draft.pk,
    "draft_id": lambda world: world.draft.pk,
    "provider_id": lambda world: world.provider.pk,
    "token_id": lambda world: world.token.pk,
    "entry_id": lambda world: world.entry.pk,
    ("feed", "token"): lambda world: world.feed.token,
    ("draft-edit", "row"): lambda world: "service",
    # Links from mails that are not (or no longer) good.
    ("account_confirm_email", "key"): lambda world: "no-such-key",
    ("account_reset_password_from_key", "uidb36"): lambda world: "1",
    ("account_reset_password_from_key", "key"): lambda world: "set-password",
    ("mfa_edit_webauthn", "pk"): lambda world: world.passkey.pk,
    ("mfa_remove_webauthn", "pk"): lambda world: world.passkey.pk,
    # The admin's.
    "object_id": lambda world: world.person.pk,
    "id": lambda world: world.person.pk,
    "app_label": lambda world: "campaigns",
    "content_type_id": lambda world: 1,
    "url": lambda world: "no-such-page",
}
for steering in ("whisper", "hang-up", "call-again", "answer"):  # of a call that goes on
    SAMPLES[steering, "campaign_id"] = lambda world: world.calling.pk
    SAMPLES[steering, "call_id"] = lambda world: world.live_call.pk
    SAMPLES[steering, "number"] = lambda world: world.question.number
for carrier in ("voice", "fallback", "status", "amd", "resume", "keys"):
    SAMPLES[f"twilio-{carrier}", "token"] = lambda world: world.live_call.token


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf."""

    pattern: str
    name: str

    def __str__(self) -> str:
        return self.pattern or "(home)"

    @property
    def parameters(self) -> list[str]:
        return [*GROUP.findall(self.pattern), *PARAMETER.findall(GROUP.sub("", self.pattern))]

    @property
    def missing(self) -> list[str]:
        """Parameters that have no sample: add one to SAMPLES."""
        return [name for name in self.parameters if self._sample(name) is None]

    def path(self, world: World) -> str:
        """The address of this world's object."""

        def value(found: re.Match[str]) -> str:
            sample = self._sample(found[1])
            assert sample, f"No sample for {found[1]} of {self.pattern}; see SAMPLES."
            return str(sample(world))

        path = PARAMETER.sub(value, GROUP.sub(value, self.pattern))
        return "/" + path.replace("^", "").replace("$", "")

    def _sample(self, parameter: str) -> Callable[[World], object] | None:
        return SAMPLES.get((self.name, parameter)) or SAMPLES.get(parameter)


def addresses() -> list[Address]:
    """All of them but the admin's, which Django's own tests look after."""
    found = [each for each in every_address() if not each.pattern.startswith("admin/")]
    assert found
    return found


def every_address() -> list[Address]:
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        pattern = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield Address(pattern, each.name or "")
        else:
            yield from _walk(each, pattern)
