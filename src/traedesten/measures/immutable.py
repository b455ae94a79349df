"""What is frozen never changes: the database itself refuses, whoever asks.

A table of SQLite is made anew when one of its columns is altered, and loses its triggers then: such a migration forbids
again (a test looks for them after all migrations).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import models

REFUSAL = "a frozen figure never changes; a correction is a new snapshot beside it"
FUNCTION = "measures_refuse_change"


def statements(vendor: str, model: type[models.Model], *, but: Collection[str] = ()) -> list[str]:
    """SQL that forbids changing and deleting rows of a table. ``but`` are columns that may be blanked."""
    table = model._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if field.column not in but)
    if vendor == "postgresql":
        body = f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END"
        made = f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
        call = f"FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"
        return [
            made,
            f'CREATE TRIGGER {table}_fixed BEFORE UPDATE OF {columns} ON "{table}" {call}',
            f'CREATE TRIGGER {table}_kept BEFORE DELETE ON "{table}" {call}',
        ]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        f'CREATE TRIGGER {table}_fixed BEFORE UPDATE OF {columns} ON "{table}" {refuse}',
        f'CREATE TRIGGER {table}_kept BEFORE DELETE ON "{table}" {refuse}',
    ]


def undone(vendor: str, model: type[models.Model]) -> Iterable[str]:
    """SQL that takes the two triggers away again."""
    table = model._meta.db_table
    on = f' ON "{table}"' if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {table}_{name}{on}" for name in ("fixed", "kept")]
