"""The language model that the settings name: a text in, one typed answer out, in bounded time."""

import asyncio
import logging
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

from callpilot.errors import VendorError
from callpilot.json_types import JsonObject

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_ai.models import Model

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer", bound="BaseModel")
# LLM_MODEL is vendor:model; each is imported on first use, which takes seconds.
VENDORS = {
    "anthropic": (
        "pydantic_ai.models.anthropic.AnthropicModel",
        "pydantic_ai.providers.anthropic.AnthropicProvider",
    ),
    "openai": (
        "pydantic_ai.models.openai.OpenAIChatModel",
        "pydantic_ai.providers.openai.OpenAIProvider",
    ),
    "google": (
        "pydantic_ai.models.google.GoogleModel",
        "pydantic_ai.providers.google.GoogleProvider",
    ),
}
ANSWER_TOKENS = 800
REQUESTS = 2  # a first answer, and one more when it did not have the form asked for


def configured() -> bool:
    """Whether there is a language model at all; without one, rules do its work."""
    return bool(settings.LLM_MODEL and (settings.LLM_API_KEY or settings.LLM_BASE_URL))


def fill(form: type[Answer], instructions: str, text: str) -> Answer:
    """What the model makes of the text, in that form.

    Raises VendorError when it does not answer in time or not in the form; neither the text nor
    the answer is logged. Blocks, and so belongs in no transaction and no event loop.
    """
    try:
        return asyncio.run(_filled(form, instructions, text))
    except Exception as error:
        # Whatever a vendor's library raises; its message may quote what was said.
        logger.warning("The language model gave no usable answer: %s.", type(error).__name__)
        raise VendorError("The language model did not answer.") from None


async def _filled(form: type[Answer], instructions: str, text: str) -> Answer:
    from pydantic_ai import Agent, ModelSettings, UsageLimits

    agent = Agent(output_type=form, instructions=instructions, retries=REQUESTS - 1)
    model = chosen_model()  # its first import takes seconds, which are not the vendor's
    async with asyncio.timeout(settings.LLM_TIMEOUT_SECONDS):
        result = await agent.run(
            text,
            model=model,
            model_settings=ModelSettings(
                max_tokens=ANSWER_TOKENS, timeout=settings.LLM_TIMEOUT_SECONDS
            ),
            usage_limits=UsageLimits(request_limit=REQUESTS),
        )
    return result.output


def chosen_model() -> "Model":
    """A new one each time: its connections belong to one event loop."""
    vendor, _, name = settings.LLM_MODEL.partition(":")
    model, provider = (import_string(path) for path in VENDORS[vendor])
    options: JsonObject = {"api_key": settings.LLM_API_KEY or "none"}
    if settings.LLM_BASE_URL:
        options["base_url"] = settings.LLM_BASE_URL
    made: Model = model(name, provider=provider(**options))
    return made
