"""The one field of the first page: the file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from traedesten.core.form import Form


class UploadForm(Form):
    file = forms.FileField(
        label=gettext_lazy("Vælg et regneark"),
        help_text=gettext_lazy("Excel (.xlsx) eller CSV, som I selv har det. Højst 10 MB."),
        allow_empty_file=True,  # the reader says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.tsv,.txt", "class": "import-file"}),
        error_messages={"required": gettext_lazy("Vælg den fil, registreringerne står i.")},
    )
