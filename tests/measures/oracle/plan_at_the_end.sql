-- The share with a plan for work, education or activation when they left the group: row 24. A way carries the thread of
-- its enrolment, and so does what came of it; nothing written down is no.
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
    SELECT id FROM programme_activity WHERE programme_id = %(programme)s AND code = 'moedregrupper'
    UNION
    SELECT a.id FROM within JOIN programme_activity a ON a.parent_id = within.activity
),
meeting (session, run, held_on) AS (
    SELECT s.id, s.run_id, MIN(e.happened_on)
    FROM journal_entry e
    JOIN schedule_session s ON s.id = e.session_id AND NOT (s.is_unplanned AND s.is_called_off)
    WHERE e.programme_id = %(programme)s
      AND e.kind IN (%(kind_session)s, %(kind_attendance)s, %(kind_visit)s)
      AND e.happened_on <= %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
      AND s.run_id IS NOT NULL
    GROUP BY s.id, s.run_id
    HAVING MAX(CASE WHEN e.kind = %(kind_session)s AND e.step = %(step_cancelled)s THEN 1 ELSE 0 END) = 0
),
told AS (
    SELECT e.thread_id AS way, COALESCE(m.person, e.subject_id) AS person, r.id AS run, e.kind, e.step, e.happened_on,
           e.session_id AS session, t.code AS topic, COALESCE(e.activity_id, s.activity_id, r.activity_id) AS activity
    FROM journal_entry e
    LEFT JOIN schedule_session s
        ON s.id = e.session_id AND NOT (s.is_unplanned AND s.is_called_off)
    LEFT JOIN schedule_courserun r ON r.id = COALESCE(e.run_id, s.run_id)
    LEFT JOIN merged m ON m.alias = e.subject_id
    LEFT JOIN programme_topic t ON t.id = e.topic_id
    WHERE e.programme_id = %(programme)s
      AND e.kind IN (%(kind_enrolment)s, %(kind_attendance)s)
      AND e.happened_on <= %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
      AND e.subject_id IS NOT NULL
      AND e.thread_id IS NOT NULL
      AND r.id IS NOT NULL
),
way AS (
    SELECT told.way, MIN(told.run) AS run,
           MIN(CASE WHEN told.step = %(step_joined)s THEN told.happened_on END) AS joined_on,
           MAX(CASE WHEN told.step = %(step_ended)s THEN told.happened_on END) AS own_end,
           MIN(CASE WHEN meeting.session IS NOT NULL THEN told.happened_on END) AS first_on
    FROM told
    LEFT JOIN meeting ON meeting.session = told.session AND told.kind = %(kind_attendance)s
    GROUP BY told.way
    HAVING MAX(CASE WHEN told.activity IN (SELECT activity FROM within) THEN 1 ELSE 0 END) = 1
),
ended AS (
    SELECT way.way, COALESCE(way.joined_on, way.first_on) AS joined_on,
           CASE WHEN r.ends_on <= %(end)s AND (way.own_end IS NULL OR r.ends_on < way.own_end) THEN r.ends_on
                ELSE way.own_end END AS ended_on
    FROM way JOIN schedule_courserun r ON r.id = way.run
),
judged AS (
    SELECT CASE WHEN EXISTS (
        SELECT 1 FROM journal_entry e
        JOIN programme_topic t ON t.id = e.topic_id
        WHERE e.programme_id = %(programme)s
          AND e.kind = %(kind_outcome)s
          AND e.step IN (%(step_plan_for_job)s, %(step_plan_for_education)s, %(step_plan_for_activation)s)
          AND t.code = 'at_end'
          AND e.thread_id = ended.way
          AND e.happened_on <= %(end)s
          AND (ended.joined_on IS NULL OR e.happened_on >= ended.joined_on)
          AND (e.value IS NULL OR e.value > 0)
          AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
    ) THEN 1 ELSE 0 END AS has_plan
    FROM ended
    WHERE ended.ended_on BETWEEN %(start)s AND %(end)s
)
SELECT '' AS part, SUM(has_plan) * 1.0 / NULLIF(COUNT(*), 0) AS value, COALESCE(SUM(has_plan), 0) AS numerator,
       COUNT(*) AS denominator
FROM judged
