"""Disclosure control: what leaves the team never points at a person.

A raw figure goes in, a published one comes out, of text and safe numbers only. `scope` says which rule a measure
follows, `cell` how one number is shown, `publish` and `together` how figures are, `standing` how targets are,
`table` how breakdowns are, and `audit` works out what may be inferred from all that is published.
"""

from .audit import Fault, Finding, Stated, audit
from .cell import Cell, cell, correct
from .published import NotPublished, PublishedFact, PublishedFigure, PublishedMissing, PublishedPart, published, read
from .scope import Refused, Rule, Scope, check_traits, scope_of
from .standing import (
    Assessed,
    PublishedAssessment,
    PublishedPeriod,
    PublishedStanding,
    publish_assessments,
    read_assessment,
    stated_by,
)
from .table import ALL, Axis, Breakdown, PublishedTable, RawTable, publish_table, tabulate
from .together import Asked, Publication, publish, publish_all

__all__ = [
    "ALL",
    "Asked",
    "Assessed",
    "Axis",
    "Breakdown",
    "Cell",
    "Fault",
    "Finding",
    "NotPublished",
    "Publication",
    "PublishedAssessment",
    "PublishedFact",
    "PublishedFigure",
    "PublishedMissing",
    "PublishedPart",
    "PublishedPeriod",
    "PublishedStanding",
    "PublishedTable",
    "RawTable",
    "Refused",
    "Rule",
    "Scope",
    "Stated",
    "audit",
    "cell",
    "check_traits",
    "correct",
    "publish",
    "publish_all",
    "publish_assessments",
    "publish_table",
    "published",
    "read",
    "read_assessment",
    "scope_of",
    "stated_by",
    "tabulate",
]
