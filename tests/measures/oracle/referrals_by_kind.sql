-- Residents offered a way to something, in all and by what kind of offer it is: row 50a. One way is one thread; where
-- there is none, one person and one offer.
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
),
offered AS (
    SELECT COALESCE(o.kind, '') AS kind,
           CASE WHEN e.thread_id IS NOT NULL THEN 't' || CAST(e.thread_id AS VARCHAR(20))
                ELSE 'p' || COALESCE(CAST(COALESCE(m.person, e.subject_id) AS VARCHAR(20)), '') || '/'
                     || COALESCE(CAST(o.id AS VARCHAR(20)), '') END AS way
    FROM journal_entry e
    LEFT JOIN schedule_session s
        ON s.id = e.session_id AND NOT (s.is_unplanned AND s.is_called_off)
    LEFT JOIN schedule_courserun r ON r.id = COALESCE(e.run_id, s.run_id)
    LEFT JOIN offers_offer o ON o.id = COALESCE(e.offer_id, r.offer_id)
    LEFT JOIN merged m ON m.alias = e.subject_id
    WHERE e.programme_id = %(programme)s
      AND e.kind = %(kind_referral)s
      AND e.step = %(step_offered)s
      AND e.happened_on BETWEEN %(start)s AND %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
)
SELECT '' AS part, COUNT(DISTINCT way) AS value, COUNT(DISTINCT way) AS numerator, NULL AS denominator FROM offered
UNION ALL
SELECT kind, COUNT(DISTINCT way), COUNT(DISTINCT way), NULL FROM offered WHERE kind <> '' GROUP BY kind
