-- The latest number from outside: row 3, however old. Numbers of the whole go before those of single areas.
WITH told AS (
    SELECT e.happened_on, e.seq, e.area_id, e.value, e.people, e.step
    FROM journal_entry e
    JOIN programme_topic t ON t.id = e.topic_id
    WHERE e.programme_id = %(programme)s
      AND e.kind = %(kind_outside_figure)s
      AND e.happened_on <= %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
      AND t.code = 'utryghed'
)
SELECT '' AS part, value, NULL AS numerator, people AS denominator
FROM told
WHERE step <> %(step_comparison)s
  AND value IS NOT NULL
  AND (area_id IS NULL OR NOT EXISTS (SELECT 1 FROM told whole WHERE whole.area_id IS NULL))
ORDER BY happened_on DESC, seq DESC
LIMIT 1
