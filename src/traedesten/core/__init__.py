"""The kernel every app stands on (actions, access, ids, clock, fields); it refuses to know any noun of the field."""
