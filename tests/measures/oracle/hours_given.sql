-- Hours that volunteers and partners have given: no row of the 62 asks for them, every programme may.
SELECT '' AS part, COALESCE(SUM(e.value), 0) AS value, COALESCE(SUM(e.value), 0) AS numerator, NULL AS denominator
FROM journal_entry e
WHERE e.programme_id = %(programme)s
      AND e.kind = %(kind_contribution)s
      AND e.happened_on BETWEEN %(start)s AND %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
