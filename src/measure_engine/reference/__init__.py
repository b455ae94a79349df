"""The reference: slow on purpose, so that it can be read and believed; the fast evaluator is held equal to it."""

from .evaluator import Evaluator, evaluate
from .progress import Progress

__all__ = ["Evaluator", "Progress", "evaluate"]
