-- Publications on one channel: row 12. Those of one thread are one publication, told in steps.
WITH publication AS (
    SELECT CASE WHEN e.thread_id IS NULL THEN -e.seq ELSE e.thread_id END AS one
    FROM journal_entry e
    WHERE e.programme_id = %(programme)s
      AND e.kind = %(kind_publication)s
      AND e.channel = %(channel_facebook)s
      AND e.happened_on BETWEEN %(start)s AND %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
)
SELECT '' AS part, COUNT(DISTINCT one) AS value, COUNT(DISTINCT one) AS numerator, NULL AS denominator
FROM publication
