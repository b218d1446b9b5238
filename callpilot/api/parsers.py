"""JSON parsers: one says what is wrong with a body, the other makes the best of it."""

from typing import IO

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from callpilot.edge.text import has_halves, storable_json
from callpilot.json_types import JsonMapping, JsonObject


class StrictJSONParser(JSONParser):
    """JSON; brackets nested without end are refused as any other nonsense is."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: JsonMapping | None = None,
    ) -> JsonObject:
        try:
            return self.read(super().parse(stream, media_type, parser_context))
        except RecursionError:
            raise ParseError("JSON parse error - nested too deeply") from None

    def read(self, body: JsonObject) -> JsonObject:
        """Names are told back in answers, which could not be written with half a character."""
        if has_halves(body):
            raise ParseError("JSON parse error - half of a surrogate pair stands alone")
        return body


class ForgivingJSONParser(StrictJSONParser):
    """For agents, whose questions are answered whatever letters are in them."""

    def read(self, body: JsonObject) -> JsonObject:
        return storable_json(body) if isinstance(body, dict) else body
