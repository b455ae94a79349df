from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _

from traedesten.core.classification import Retention, classify
from traedesten.core.writing import written_number
from traedesten.places.models import Organisation, Staff
from traedesten.programme.models.budget_line import BudgetLine
from traedesten.programme.models.focus_area import FocusArea
from traedesten.programme.models.programme import Programme


class ExpenseQuerySet(models.QuerySet["Expense"]):
    def current(self) -> ExpenseQuerySet:
        """Those that count: not taken back, and not put right by a later one."""
        return self.filter(withdrawn_on__isnull=True, successor__isnull=True)


class Expense(models.Model):
    """What has been spent of a funder's money, in whole kroner. Never edited: put right by a new one, or taken back."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="expenses")
    code = models.SlugField(max_length=60)
    funder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, choices=BudgetLine.Kind.choices, default=BudgetLine.Kind.GRANT)
    year = models.PositiveSmallIntegerField()
    spent_on = models.DateField(null=True, blank=True)
    amount = models.PositiveBigIntegerField()
    note = models.CharField(max_length=300, blank=True)
    document_number = models.CharField(max_length=80, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successor")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar = ExpenseQuerySet.as_manager()

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working="id programme code funder focus_area kind year spent_on amount note document_number supersedes"
        " withdrawn_on withdrawn_because recorded_at",
        identifying="recorded_by",
    )

    class Meta:
        ordering: ClassVar = ["-year", "-spent_on", "-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "code"], name="expense_code_once")]

    def __str__(self) -> str:
        return self.note or self.document_number or _("%(kroner)s kr.") % {"kroner": written_number(self.amount)}
