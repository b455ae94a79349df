"""What the commands of measures are asked: a programme and a day, with sentences for what is not right."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import CommandError

from traedesten.core import clock
from traedesten.measures import board
from traedesten.programme.models import Programme


def add_day(parser: ArgumentParser) -> None:
    parser.add_argument("--as-of", metavar="DATO", help="tal til og med denne dag, for eksempel 2026-11-20")


def programme(code: str) -> Programme:
    found = Programme.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Programme.objects.order_by("code").values_list("code", flat=True)) or "ingen endnu"
        raise CommandError(f"Programmet »{code}« findes ikke. Programmer her: {known}.")
    return found


def day(programme: Programme, text: str | None) -> date:
    try:
        asked = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CommandError(
            f"--as-of: »{text}« er ikke en dato. Skriv år-måned-dag, for eksempel 2026-11-20."
        ) from error
    if asked and asked > clock.today():
        raise CommandError("--as-of: datoen ligger i fremtiden. Vælg i dag eller en dag før.")
    if asked and asked < programme.starts_on:
        raise CommandError(
            f"--as-of: programmet begynder først {programme.starts_on:%d.%m.%Y}. Vælg den dag eller senere."
        )
    return board.day_for(programme, asked)
