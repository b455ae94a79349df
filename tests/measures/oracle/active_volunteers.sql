-- Volunteers active on a day: row 1. A hand given in the last twelve months, or last written down as active.
WITH RECURSIVE walk (alias, person) AS (
    SELECT a.alias_id, a.canonical_id
    FROM people_subjectalias a JOIN people_subject p ON p.id = a.alias_id
    WHERE p.programme_id = %(programme)s
    UNION
    SELECT walk.alias, a.canonical_id
    FROM walk JOIN people_subjectalias a ON a.alias_id = walk.person
), merged (alias, person) AS (
    SELECT walk.alias, walk.person FROM walk
    WHERE walk.person NOT IN (SELECT alias_id FROM people_subjectalias)
),
told AS (
    SELECT COALESCE(m.person, e.subject_id) AS person, e.kind, e.step, e.happened_on, e.seq
    FROM journal_entry e
    LEFT JOIN merged m ON m.alias = e.subject_id
    WHERE e.programme_id = %(programme)s
      AND e.kind IN (%(kind_contribution)s, %(kind_volunteer_status)s)
      AND e.happened_on <= %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
      AND e.subject_id IS NOT NULL
),
last_day AS (
    SELECT person, MAX(happened_on) AS happened_on FROM told WHERE kind = %(kind_volunteer_status)s GROUP BY person
),
last_entry AS (
    SELECT MAX(t.seq) AS seq
    FROM told t JOIN last_day d ON d.person = t.person AND d.happened_on = t.happened_on
    WHERE t.kind = %(kind_volunteer_status)s
    GROUP BY t.person
),
active AS (
    SELECT person FROM told WHERE kind = %(kind_contribution)s AND happened_on > %(year_before)s
    UNION
    SELECT t.person FROM told t JOIN last_entry l ON l.seq = t.seq WHERE t.step = %(step_active)s
)
SELECT '' AS part, COUNT(*) AS value, COUNT(*) AS numerator, NULL AS denominator FROM active
