"""A command that refuses bad options in one line, with exit code 2."""

import argparse

from django.core.management.base import BaseCommand, CommandParser

from callpilot.json_types import JsonObject


class PlainCommand(BaseCommand):
    """Every command of ours; `--help` shows what there is, an error does not."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: object) -> CommandParser:
        return super().create_parser(prog_name, subcommand, usage=argparse.SUPPRESS, **kwargs)

    def handle(self, *args: object, **options: object) -> None:
        self.carry_out(options)

    def carry_out(self, options: JsonObject) -> None:
        """What the command does; `options` are those that `add_arguments` declares."""
        raise NotImplementedError
