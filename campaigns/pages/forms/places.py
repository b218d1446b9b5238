"""A field for a place, which is asked back with what may be meant."""

from collections.abc import Mapping

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from callpilot.errors import PlaceObject
from callpilot.json_types import JsonMapping


class PlaceTextInput(forms.TextInput):
    """What is typed stays; beneath it, once there are suggestions, one of them can be chosen.

    A choice counts as long as the text is the one that it was offered for, so that who types
    another one is not overruled by it. Nothing of it needs a script.
    """

    suggestions: tuple[PlaceObject, ...] = ()

    def value_from_datadict(
        self, data: JsonMapping, files: "MultiValueDict[str, UploadedFile[bytes]]", name: str
    ) -> object:
        typed = super().value_from_datadict(data, files, name)
        chosen = data.get(f"{name}_chosen")
        return chosen if chosen and typed == data.get(f"{name}_asked") else typed

    def render(
        self,
        name: str,
        value: object,
        attrs: Mapping[str, object] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        field = super().render(name, value, dict(attrs or {}), renderer)
        if not self.suggestions:
            return field
        asked = {"name": name, "value": value, "suggestions": self.suggestions}
        return field + render_to_string("_place_suggestions.html", asked)
