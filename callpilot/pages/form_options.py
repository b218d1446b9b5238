"""What a form is made with, beside what was sent: for forms with an __init__ of their own."""

from typing import TypedDict

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from callpilot.json_types import JsonObject


class FormOptions(TypedDict, total=False):
    """The part of what django.forms.BaseForm takes that our pages use."""

    files: MultiValueDict[str, UploadedFile[bytes]] | None
    initial: JsonObject | None
    prefix: str | None
