-- Sessions held with a tag: row 6. The tag may be the session's own, its course's or that of the activity or a parent.
WITH RECURSIVE lineage (activity, above) AS (
    SELECT id, id FROM programme_activity WHERE programme_id = %(programme)s
    UNION
    SELECT lineage.activity, a.parent_id
    FROM lineage JOIN programme_activity a ON a.id = lineage.above
    WHERE a.parent_id IS NOT NULL
),
tagged (activity) AS (
    SELECT lineage.activity
    FROM lineage
    JOIN programme_activity_tags x ON x.activity_id = lineage.above
    JOIN programme_tag t ON t.id = x.tag_id
    WHERE t.code = 'kulturbro'
)
SELECT '' AS part, COUNT(DISTINCT e.session_id) AS value, COUNT(DISTINCT e.session_id) AS numerator,
       NULL AS denominator
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
      AND (COALESCE(e.activity_id, s.activity_id, r.activity_id) IN (SELECT activity FROM tagged)
           OR EXISTS (SELECT 1 FROM schedule_session_tags x JOIN programme_tag t ON t.id = x.tag_id
                      WHERE x.session_id = s.id AND t.code = 'kulturbro')
           OR EXISTS (SELECT 1 FROM schedule_courserun_tags x JOIN programme_tag t ON t.id = x.tag_id
                      WHERE x.courserun_id = r.id AND t.code = 'kulturbro'))
