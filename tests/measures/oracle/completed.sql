-- The share who completed, of those who started something local that is over: row 38. A way through a course is what
-- carries the thread of its enrolment, as the journal writes it. It is over with the course, or earlier where it was
-- ended as planned; it is completed by coming to the course's share of the meetings held that were the person's own.
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
lineage (activity, above) AS (
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
    WHERE t.code = 'lokalt-tilbud'
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
ended AS (
    SELECT told.way, told.run, MIN(CASE WHEN told.step = %(step_joined)s THEN told.happened_on END) AS joined_on,
           MAX(CASE WHEN told.step = %(step_ended)s THEN told.happened_on END) AS ended_on,
           MAX(CASE WHEN told.step = %(step_ended)s AND told.topic = 'as_planned' THEN 1 ELSE 0 END) AS as_planned,
           MAX(CASE WHEN told.step = %(step_ended)s AND told.topic NOT IN ('as_planned', 'no_more_need')
               THEN 1 ELSE 0 END) AS for_a_reason
    FROM told
    GROUP BY told.way, told.run
    HAVING MAX(CASE WHEN told.activity IN (SELECT activity FROM tagged) THEN 1 ELSE 0 END) = 1
        OR told.run IN (SELECT x.courserun_id FROM schedule_courserun_tags x
                        JOIN programme_tag t ON t.id = x.tag_id WHERE t.code = 'lokalt-tilbud')
),
over_way AS (
    SELECT ended.way, ended.run, ended.joined_on, ended.ended_on, ended.for_a_reason, r.rule_numerator,
           r.rule_denominator, r.ends_on,
           CASE WHEN r.ends_on IS NULL THEN ended.ended_on
                WHEN ended.as_planned = 1 AND (r.ends_on > %(end)s OR ended.ended_on < r.ends_on) THEN ended.ended_on
                WHEN r.ends_on <= %(end)s THEN r.ends_on END AS over_on
    FROM ended JOIN schedule_courserun r ON r.id = ended.run
),
counted AS (
    SELECT o.*,
           (SELECT COUNT(DISTINCT told.session) FROM told JOIN meeting ON meeting.session = told.session
            WHERE told.way = o.way AND told.kind = %(kind_attendance)s) AS came,
           (SELECT COUNT(*) FROM meeting WHERE meeting.run = o.run AND meeting.held_on <= o.over_on
            AND (o.joined_on IS NULL OR meeting.held_on >= o.joined_on)) AS theirs,
           (SELECT COUNT(DISTINCT told.session) FROM told JOIN meeting ON meeting.session = told.session
            WHERE told.way = o.way AND told.kind = %(kind_attendance)s AND meeting.run = o.run
            AND meeting.held_on <= o.over_on
            AND (o.joined_on IS NULL OR meeting.held_on >= o.joined_on)) AS came_to_theirs
    FROM over_way o
    WHERE o.over_on BETWEEN %(start)s AND %(end)s
),
judged AS (
    SELECT CASE WHEN theirs = 0 THEN CASE WHEN for_a_reason = 1 AND ended_on <= over_on THEN 0 ELSE 1 END
                WHEN for_a_reason = 1 AND ended_on <= over_on AND ends_on IS NULL THEN 0
                WHEN came_to_theirs * rule_denominator >= rule_numerator * theirs THEN 1 ELSE 0 END AS is_completed
    FROM counted WHERE came > 0
)
SELECT '' AS part, SUM(is_completed) * 1.0 / NULLIF(COUNT(*), 0) AS value, COALESCE(SUM(is_completed), 0) AS numerator,
       COUNT(*) AS denominator
FROM judged
