-- People who began in a community or association after they had been in the café: row 41. Their first visit, or their
-- word for it, lies on or before the day they first began there; each person once.
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
), within (activity) AS (
    SELECT id FROM programme_activity WHERE programme_id = %(programme)s AND code = 'sundhedscafe'
    UNION
    SELECT a.id FROM within JOIN programme_activity a ON a.parent_id = within.activity
),
bridged AS (
    SELECT COALESCE(m.person, e.subject_id) AS person, o.id AS offer, e.thread_id AS way,
           MIN(e.happened_on) AS started_on
    FROM journal_entry e
    LEFT JOIN schedule_courserun r ON r.id = e.run_id
    JOIN offers_offer o ON o.id = COALESCE(e.offer_id, r.offer_id)
    LEFT JOIN merged m ON m.alias = e.subject_id
    WHERE e.programme_id = %(programme)s
      AND e.kind = %(kind_referral)s
      AND e.step = %(step_started)s
      AND e.happened_on <= %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
      AND e.subject_id IS NOT NULL
      AND o.kind = 'civil'
    GROUP BY COALESCE(m.person, e.subject_id), o.id, e.thread_id
),
attended AS (
    SELECT COALESCE(m.person, e.subject_id) AS person, o.id AS offer, e.thread_id AS way,
           MIN(e.happened_on) AS started_on
    FROM journal_entry e
    JOIN schedule_session s ON s.id = e.session_id AND NOT (s.is_unplanned AND s.is_called_off)
    JOIN schedule_courserun r ON r.id = COALESCE(e.run_id, s.run_id)
    JOIN offers_offer o ON o.id = COALESCE(e.offer_id, r.offer_id)
    LEFT JOIN merged m ON m.alias = e.subject_id
    WHERE e.programme_id = %(programme)s
      AND e.kind = %(kind_attendance)s
      AND e.happened_on <= %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
      AND e.subject_id IS NOT NULL
      AND o.kind = 'civil'
    GROUP BY COALESCE(m.person, e.subject_id), o.id, e.thread_id
),
way AS (SELECT * FROM bridged UNION ALL SELECT * FROM attended),
first_start AS (SELECT person, offer, MIN(started_on) AS started_on FROM way GROUP BY person, offer),
guest AS (
    SELECT COALESCE(m.person, e.subject_id) AS person, MIN(e.happened_on) AS first_on
    FROM journal_entry e
    LEFT JOIN schedule_session s
        ON s.id = e.session_id AND NOT (s.is_unplanned AND s.is_called_off)
    LEFT JOIN schedule_courserun r ON r.id = COALESCE(e.run_id, s.run_id)
    LEFT JOIN merged m ON m.alias = e.subject_id
    WHERE e.programme_id = %(programme)s
      AND (e.kind = %(kind_visit)s OR e.kind = %(kind_told_visit)s AND e.step = %(step_yes)s)
      AND e.happened_on <= %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
      AND e.subject_id IS NOT NULL
      AND COALESCE(e.activity_id, s.activity_id, r.activity_id) IN (SELECT activity FROM within)
    GROUP BY COALESCE(m.person, e.subject_id)
)
SELECT '' AS part, COUNT(DISTINCT way.person) AS value, COUNT(DISTINCT way.person) AS numerator, NULL AS denominator
FROM way
JOIN first_start f ON f.person = way.person AND f.offer = way.offer
JOIN guest g ON g.person = way.person AND g.first_on <= f.started_on
WHERE way.started_on BETWEEN %(start)s AND %(end)s
