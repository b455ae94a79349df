-- Different women who took part, by the sex last written down of each: row 20.
-- An activity brings its sub-activities; where the entry does not name one, its session or course does. Guests of a
-- session that was counted by stamp card are in its tally alone. Who turned out to be somebody else is that person.
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
    SELECT id FROM programme_activity WHERE programme_id = %(programme)s AND code = 'kvinder-paa-tvaers'
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
      AND e.kind IN (%(kind_visit)s, %(kind_attendance)s)
      AND e.happened_on BETWEEN %(start)s AND %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
      AND e.subject_id IS NOT NULL
      AND e.sex NOT IN (0, %(sex_unknown)s)
      AND COALESCE(e.activity_id, s.activity_id, r.activity_id) IN (SELECT activity FROM within)
      AND NOT (e.kind = %(kind_visit)s AND EXISTS (
          SELECT 1 FROM journal_tally t WHERE t.session_id = e.session_id AND t.card = 'guest'))
),
last_day AS (SELECT person, MAX(happened_on) AS happened_on FROM known GROUP BY person),
last_entry AS (
    SELECT MAX(k.seq) AS seq
    FROM known k JOIN last_day d ON d.person = k.person AND d.happened_on = k.happened_on
    GROUP BY k.person
)
SELECT '' AS part, COUNT(*) AS value, COUNT(*) AS numerator, NULL AS denominator
FROM known k JOIN last_entry l ON l.seq = k.seq
WHERE k.sex = %(sex_female)s
