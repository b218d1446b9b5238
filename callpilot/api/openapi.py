"""The API's document: what every address may answer besides what was asked for."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent
from drf_spectacular.utils import OpenApiResponse

from callpilot.api.problems import MEDIA_TYPE, TITLES
from callpilot.json_types import JsonObject

PLACE = ResolvedComponent(
    "Place",
    ResolvedComponent.SCHEMA,
    {
        "type": "object",
        "description": "A place; it may be sent as it is, or by its label alone.",
        "properties": {
            "label": {"type": "string"},
            "latitude": {"type": "number"},
            "longitude": {"type": "number"},
            "timezone": {"type": "string"},
        },
        "required": ["label", "latitude", "longitude", "timezone"],
    },
    "Place",
)
PROBLEM: JsonObject = {
    "type": "object",
    "description": "What is wrong, and how to put it right (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "Field → sentences.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "suggestions": {
            "type": "object",
            "description": "Field → places that may be meant, the likeliest first.",
            "additionalProperties": {"type": "array", "items": PLACE.ref},
        },
    },
    "required": ["type", "title", "status", "detail"],
}
COMPONENT = ResolvedComponent("Problem", ResolvedComponent.SCHEMA, PROBLEM, "Problem")
IDEMPOTENCY_KEY: JsonObject = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "maxLength": 255},
    "description": "Asked again with the same key, the first answer comes again.",
}
SAFE = ("GET", "HEAD", "OPTIONS")
ANYWHERE = (401, 406, 429)
UNSAFE = (400, 403, 408, 409, 413, 422)


def refused(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """Further answers of one address, for `extend_schema(responses=…)`."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(COMPONENT.ref, TITLES[status]) for status in statuses
    }


class Schema(AutoSchema):
    """Adds to each operation the refusals that follow from how it is asked."""

    def get_operation(
        self,
        path: str,
        path_regex: str,
        path_prefix: str,
        method: str,
        registry: ComponentRegistry,
    ) -> JsonObject | None:
        operation: JsonObject | None = super().get_operation(
            path, path_regex, path_prefix, method, registry
        )
        if operation is None:
            return None
        registry.register_on_missing(COMPONENT)
        registry.register_on_missing(PLACE)
        statuses = {*ANYWHERE}
        if "{" in path:
            statuses.add(404)
        if method not in SAFE:
            statuses |= {*UNSAFE}
            operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
        if "requestBody" in operation:
            statuses.add(415)
        answers = operation["responses"]
        for status in sorted(statuses):
            answers.setdefault(
                str(status),
                {"description": TITLES[status], "content": {MEDIA_TYPE: {"schema": COMPONENT.ref}}},
            )
        operation["responses"] = dict(sorted(answers.items()))
        return operation
