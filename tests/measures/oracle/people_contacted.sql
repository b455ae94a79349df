-- Different people there has been contact with: row 31. Those with a code, each once, and contacts without one that
-- were the first, as many as the entry says; beside the people who live in the areas on the last day.
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
contact AS (
    SELECT COALESCE(m.person, e.subject_id) AS person, e.first_time, COALESCE(e.people, 1) AS people
    FROM journal_entry e
    LEFT JOIN merged m ON m.alias = e.subject_id
    WHERE e.programme_id = %(programme)s
      AND e.kind = %(kind_contact)s
      AND e.step <> %(step_no_answer)s
      AND e.happened_on BETWEEN %(start)s AND %(end)s
      AND NOT e.is_withdrawal
      AND NOT EXISTS (SELECT 1 FROM journal_entry newer WHERE newer.supersedes_id = e.seq)
),
contacted AS (
    SELECT (SELECT COUNT(DISTINCT person) FROM contact)
         + (SELECT COALESCE(SUM(people), 0) FROM contact WHERE person IS NULL AND first_time = %(first_time_yes)s) AS n
),
living AS (
    SELECT SUM(f.people) AS people, COUNT(f.people) AS told, COUNT(*) AS areas
    FROM programme_programme_areas pa
    LEFT JOIN places_areafigure f ON f.area_id = pa.area_id AND f.valid_from = COALESCE(
        (SELECT MAX(x.valid_from) FROM places_areafigure x WHERE x.area_id = pa.area_id AND x.valid_from <= %(end)s),
        (SELECT MIN(x.valid_from) FROM places_areafigure x WHERE x.area_id = pa.area_id))
    WHERE pa.programme_id = %(programme)s
)
SELECT '' AS part, n AS value, n AS numerator, CASE WHEN told = areas THEN people END AS denominator
FROM contacted CROSS JOIN living
