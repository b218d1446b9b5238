"""`manage.py understand`: what CallPilot makes of sentences, a line of JSON for each."""

import sys

from callpilot.json_types import JsonObject
from callpilot.management.command_base import PlainCommand
from voice.understand import KINDS, answer


class Command(PlainCommand):
    help = (
        "Read cases from standard input, a line of JSON {id, kind, input} each, and answer each"
        ' at once with a line {id, verdict}, or {id, verdict: {"error"}} where it cannot be'
        f" judged. Kinds: {', '.join(KINDS)}."
    )

    def carry_out(self, options: JsonObject) -> None:
        for line in sys.stdin:
            if line.strip():
                self.stdout.write(answer(line))
                self.stdout.flush()
