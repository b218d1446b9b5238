"""A strict JSON parser: a body that is not JSON is a 400 that says what is wrong."""

from typing import IO

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

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
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError("JSON parse error - nested too deeply") from None
