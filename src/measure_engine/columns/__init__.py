"""One programme's entries as columns of numbers, and every figure worked out over them."""

from .evaluator import ColumnEvaluator
from .register import ColumnRegister
from .table import Table

__all__ = ["ColumnEvaluator", "ColumnRegister", "Table"]
