-- The share of guests who thought well of their visit: row 34. An entry stands for as many as it says.
WITH RECURSIVE within (activity) AS (
    SELECT id FROM programme_activity WHERE programme_id = %(programme)s AND code = 'sundhedscafe'
    UNION
    SELECT a.id FROM within JOIN programme_activity a ON a.parent_id = within.activity
),
rating AS (
    SELECT e.value, COALESCE(e.people, 1) AS people
    FROM journal_entry e
    LEFT JOIN schedule_session s
        ON s.id = e.session_id AND NOT (s.is_unplanned AND s.is_called_off)
    LEFT JOIN schedule_courserun r ON r.id = COALESCE(e.run_id, s.run_id)
    WHERE e.programme_id = %(programme)s
      AND e.kind = %(kind_rating)s
      AND e.happened_on BETWEEN %(start)s AND %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
      AND e.value IS NOT NULL
      AND COALESCE(e.activity_id, s.activity_id, r.activity_id) IN (SELECT activity FROM within)
)
SELECT '' AS part, SUM(CASE WHEN value >= 4 THEN people ELSE 0 END) * 1.0 / NULLIF(SUM(people), 0) AS value,
       COALESCE(SUM(CASE WHEN value >= 4 THEN people ELSE 0 END), 0) AS numerator,
       COALESCE(SUM(people), 0) AS denominator
FROM rating
