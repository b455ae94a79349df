"""A volunteer's hand or standing: those who give one are one tap each."""

from __future__ import annotations

from django.utils.translation import gettext as _

from traedesten.desk import known
from traedesten.desk.entry_form import EntryForm


class HandForm(EntryForm):
    @property
    def known_label(self) -> str:
        return _("Frivillige, der er med")

    def find_known(self) -> list[str]:
        return known.helpers(self.choices.workplace)
