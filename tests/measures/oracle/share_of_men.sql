-- The share of men among those who had a conversation: row 58b. Sex is what was last written down of the person; those
-- of whom nothing is written are left out.
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
), within (activity) AS (
    SELECT id FROM programme_activity WHERE programme_id = %(programme)s AND code = 'trivselssamtaler'
    UNION
    SELECT a.id FROM within JOIN programme_activity a ON a.parent_id = within.activity
),
known AS (
    SELECT COALESCE(m.person, e.subject_id) AS person, e.happened_on, e.seq, e.sex
    FROM journal_entry e
    LEFT JOIN schedule_session s
        ON s.id = e.session_id AND NOT (s.is_unplanned AND s.is_called_off)
    LEFT JOIN schedule_courserun r ON r.id = COALESCE(e.run_id, s.run_id)
    LEFT JOIN merged m ON m.alias = e.subject_id
    WHERE e.programme_id = %(programme)s
      AND e.kind = %(kind_conversation)s
      AND e.happened_on BETWEEN %(start)s AND %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
      AND e.subject_id IS NOT NULL
      AND e.sex NOT IN (0, %(sex_unknown)s)
      AND COALESCE(e.activity_id, s.activity_id, r.activity_id) IN (SELECT activity FROM within)
),
last_day AS (SELECT person, MAX(happened_on) AS happened_on FROM known GROUP BY person),
last_entry AS (
    SELECT MAX(k.seq) AS seq
    FROM known k JOIN last_day d ON d.person = k.person AND d.happened_on = k.happened_on
    GROUP BY k.person
)
SELECT '' AS part, SUM(CASE WHEN k.sex = %(sex_male)s THEN 1 ELSE 0 END) * 1.0 / NULLIF(COUNT(*), 0) AS value,
       COALESCE(SUM(CASE WHEN k.sex = %(sex_male)s THEN 1 ELSE 0 END), 0) AS numerator, COUNT(*) AS denominator
FROM known k JOIN last_entry l ON l.seq = k.seq
