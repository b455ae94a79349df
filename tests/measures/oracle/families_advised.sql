-- Different families with at least one conversation: row 25. The household is the entry's, else the person's own, else
-- that of somebody who turned out to be the person (the last of them, as the engine has it).
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
    SELECT id FROM programme_activity WHERE programme_id = %(programme)s AND code = 'familieraadgivning'
    UNION
    SELECT a.id FROM within JOIN programme_activity a ON a.parent_id = within.activity
),
household (person, household) AS (
    SELECT m.person, MAX(p.household_id)
    FROM merged m JOIN people_subject p ON p.id = m.alias
    WHERE p.household_id IS NOT NULL
    GROUP BY m.person
)
SELECT '' AS part, COUNT(DISTINCT COALESCE(e.household_id, own.household_id, h.household)) AS value,
       COUNT(DISTINCT COALESCE(e.household_id, own.household_id, h.household)) AS numerator, NULL AS denominator
FROM journal_entry e
    LEFT JOIN schedule_session s
        ON s.id = e.session_id AND NOT (s.is_unplanned AND s.is_called_off)
    LEFT JOIN schedule_courserun r ON r.id = COALESCE(e.run_id, s.run_id)
    LEFT JOIN merged m ON m.alias = e.subject_id
    LEFT JOIN people_subject own ON own.id = COALESCE(m.person, e.subject_id)
    LEFT JOIN household h ON h.person = COALESCE(m.person, e.subject_id)
WHERE e.programme_id = %(programme)s
      AND e.kind = %(kind_conversation)s
      AND e.happened_on BETWEEN %(start)s AND %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
      AND COALESCE(e.activity_id, s.activity_id, r.activity_id) IN (SELECT activity FROM within)
