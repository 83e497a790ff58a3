"""What commands share: their options, paths as their user means them, and which survey and store is meant."""

from pathlib import Path

import click

SURVEY = click.option("--survey", default="", metavar="TỆP", help="Tệp survey.yaml.")
PILOT = click.option("--pilot", is_flag=True, help="Chạy thử: kho riêng, không tính vào kết quả.")
PORT = {"type": click.IntRange(1, 65535), "show_default": True, "help": "Cổng nghe trên máy này."}


def here(text):
    """A path given on the command line, taken from the folder the user is in; "" stays ""."""
    return str(Path(text).resolve()) if text else ""


def chosen(survey, pilot):
    """A survey, and which of its stores is meant."""
    from pipeline import project

    found = project.survey_of(here(survey))
    return found, "pilot" if pilot or found.collection.pilot else "live"


def named(survey, pilot):
    """The words that name a store again."""
    return (*(("--survey", survey) if survey else ()), *(("--pilot",) if pilot else ()))
