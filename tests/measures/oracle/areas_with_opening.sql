-- In how many of three areas there has been an opening: row 29. The area is the entry's, the session's, the course's,
-- or the activity's own where it (or its nearest parent with any) has just one.
WITH RECURSIVE within (activity) AS (
    SELECT id FROM programme_activity WHERE programme_id = %(programme)s AND code = 'sundhedscafe'
    UNION
    SELECT a.id FROM within JOIN programme_activity a ON a.parent_id = within.activity
),
lineage (activity, above, steps) AS (
    SELECT id, id, 0 FROM programme_activity WHERE programme_id = %(programme)s
    UNION
    SELECT lineage.activity, a.parent_id, lineage.steps + 1
    FROM lineage JOIN programme_activity a ON a.id = lineage.above
    WHERE a.parent_id IS NOT NULL
),
nearest (activity, steps) AS (
    SELECT l.activity, MIN(l.steps) FROM lineage l JOIN programme_activity_areas x ON x.activity_id = l.above
    GROUP BY l.activity
),
only_area (activity, area) AS (
    SELECT n.activity, MIN(x.area_id)
    FROM nearest n
    JOIN lineage l ON l.activity = n.activity AND l.steps = n.steps
    JOIN programme_activity_areas x ON x.activity_id = l.above
    GROUP BY n.activity HAVING COUNT(*) = 1
)
SELECT '' AS part, COUNT(DISTINCT a.id) AS value, COUNT(DISTINCT a.id) AS numerator, 3 AS denominator
FROM journal_entry e
    LEFT JOIN schedule_session s
        ON s.id = e.session_id AND NOT (s.is_unplanned AND s.is_called_off)
    LEFT JOIN schedule_courserun r ON r.id = COALESCE(e.run_id, s.run_id)
    LEFT JOIN only_area o ON o.activity = COALESCE(e.activity_id, s.activity_id, r.activity_id)
    JOIN places_area a ON a.id = COALESCE(e.area_id, s.area_id, r.area_id, o.area)
WHERE e.programme_id = %(programme)s
      AND e.kind = %(kind_session)s
      AND e.step = %(step_held)s
      AND e.happened_on BETWEEN %(start)s AND %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
      AND COALESCE(e.activity_id, s.activity_id, r.activity_id) IN (SELECT activity FROM within)
      AND a.code IN ('blaaklokke-humle', 'stenurtvangen', 'enghoej-tvaerby')
