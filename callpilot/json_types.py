"""JSON as it is stored, sent and received: values are of any kind until they are read."""

from collections.abc import Mapping
from typing import Any

JsonObject = dict[str, Any]
JsonMapping = Mapping[str, Any]
