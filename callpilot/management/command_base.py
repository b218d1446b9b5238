"""A command that refuses bad options in one line, with exit code 2."""

import argparse

from django.core.management.base import BaseCommand, CommandParser


class PlainCommand(BaseCommand):
    """Every command of ours; `--help` shows what there is, an error does not."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: object) -> CommandParser:
        return super().create_parser(prog_name, subcommand, usage=argparse.SUPPRESS, **kwargs)
