-- Initiatives begun that were born from a need of the residents: row 43, said in the plan or by a step. Each counts
-- when it first began.
WITH begun AS (
    SELECT e.thread_id AS initiative, MIN(e.happened_on) AS first_on
    FROM journal_entry e
    WHERE e.programme_id = %(programme)s
      AND e.kind = %(kind_initiative)s
      AND e.step = %(step_started)s
      AND e.happened_on <= %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
    GROUP BY e.thread_id
)
SELECT '' AS part, COUNT(*) AS value, COUNT(*) AS numerator, NULL AS denominator
FROM begun
WHERE first_on >= %(start)s
  AND (EXISTS (SELECT 1 FROM schedule_initiative i
               WHERE i.thread_id = begun.initiative AND i.programme_id = %(programme)s AND i.need_id IS NOT NULL)
       OR begun.initiative IN (
           SELECT e.thread_id FROM journal_entry e
           WHERE e.programme_id = %(programme)s
             AND e.kind = %(kind_initiative)s
             AND e.step = %(step_from_need)s
             AND e.happened_on <= %(as_of)s
               AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)))
