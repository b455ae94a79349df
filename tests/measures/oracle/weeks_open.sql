-- The share of weeks with at least one opening: row 13. The calendar is no data: the whole weeks that are over and were
-- not closed are written into the statement, since no two databases make them alike.
WITH RECURSIVE within (activity) AS (
    SELECT id FROM programme_activity WHERE programme_id = %(programme)s AND code = '{cafe}'
    UNION
    SELECT a.id FROM within JOIN programme_activity a ON a.parent_id = within.activity
),
week (first, last) AS (VALUES {weeks}),
held AS (
    SELECT CAST(e.happened_on AS VARCHAR(10)) AS on_day
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
      AND COALESCE(e.activity_id, s.activity_id, r.activity_id) IN (SELECT activity FROM within)
),
open_week AS (
    SELECT CASE WHEN EXISTS (SELECT 1 FROM held WHERE held.on_day BETWEEN week.first AND week.last)
           THEN 1 ELSE 0 END AS is_open
    FROM week WHERE week.first <> ''
)
SELECT '' AS part, SUM(is_open) * 1.0 / NULLIF(COUNT(*), 0) AS value, COALESCE(SUM(is_open), 0) AS numerator,
       COUNT(*) AS denominator
FROM open_week
