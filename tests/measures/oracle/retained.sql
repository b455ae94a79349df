-- The share still there of those who joined an initiative made with civil society at least 91 days ago: row 40. Still
-- there is who came in the last 91 days and has not ended. A way carries the thread of its enrolment.
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
civil (run) AS (
    SELECT r.id FROM schedule_courserun r JOIN schedule_initiative i ON i.id = r.initiative_id
    WHERE r.programme_id = %(programme)s AND i.with_civil_society
    UNION
    SELECT s.run_id FROM schedule_session s JOIN schedule_initiative i ON i.id = s.initiative_id
    WHERE s.programme_id = %(programme)s AND i.with_civil_society AND s.run_id IS NOT NULL
),
way AS (
    SELECT told.way, told.person, MIN(told.run) AS run,
           MIN(CASE WHEN told.step = %(step_joined)s THEN told.happened_on END) AS joined_on,
           MAX(CASE WHEN told.step = %(step_ended)s THEN told.happened_on END) AS ended_on,
           MIN(CASE WHEN meeting.session IS NOT NULL THEN told.happened_on END) AS first_on,
           MAX(CASE WHEN meeting.session IS NOT NULL THEN told.happened_on END) AS last_on
    FROM told
    LEFT JOIN meeting ON meeting.session = told.session AND told.kind = %(kind_attendance)s
    WHERE told.run IN (SELECT run FROM civil)
    GROUP BY told.way, told.person
),
early AS (
    SELECT way.person,
           CASE WHEN way.ended_on IS NULL AND (r.ends_on IS NULL OR r.ends_on > %(end)s)
                 AND way.last_on > %(quarter_before)s THEN 1 ELSE 0 END AS is_there
    FROM way JOIN schedule_courserun r ON r.id = way.run
    WHERE COALESCE(way.joined_on, way.first_on) >= %(start)s
      AND COALESCE(way.joined_on, way.first_on) <= %(quarter_before)s
),
person AS (SELECT early.person, MAX(is_there) AS is_there FROM early GROUP BY early.person)
SELECT '' AS part, SUM(is_there) * 1.0 / NULLIF(COUNT(*), 0) AS value, COALESCE(SUM(is_there), 0) AS numerator,
       COUNT(*) AS denominator
FROM person
