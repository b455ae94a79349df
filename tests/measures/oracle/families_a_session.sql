-- How many families came on average: row 28. Sessions where nobody wrote a number are left out; zero is a number.
WITH RECURSIVE within (activity) AS (
    SELECT id FROM programme_activity WHERE programme_id = %(programme)s AND code = 'familieaftner'
    UNION
    SELECT a.id FROM within JOIN programme_activity a ON a.parent_id = within.activity
),
evening AS (
    SELECT e.session_id, SUM(e.families) AS families
    FROM journal_entry e
    LEFT JOIN schedule_session s
        ON s.id = e.session_id AND NOT (s.is_unplanned AND s.is_called_off)
    LEFT JOIN schedule_courserun r ON r.id = COALESCE(e.run_id, s.run_id)
    WHERE e.programme_id = %(programme)s
      AND e.kind = %(kind_session)s
      AND e.step = %(step_held)s
      AND e.happened_on BETWEEN %(start)s AND %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
      AND e.session_id IS NOT NULL
      AND e.families IS NOT NULL
      AND COALESCE(e.activity_id, s.activity_id, r.activity_id) IN (SELECT activity FROM within)
    GROUP BY e.session_id
)
SELECT '' AS part, SUM(families) * 1.0 / NULLIF(COUNT(*), 0) AS value, COALESCE(SUM(families), 0) AS numerator,
       COUNT(*) AS denominator
FROM evening
