-- What a file names and nobody knows. The names are looked up once each. In arrays absent names are equal too, and unlike
-- IS NOT DISTINCT FROM arrays can be hashed.
CREATE FUNCTION import.note_unknown(batch_id bigint, field text, required boolean) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
BEGIN
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT r.batch_id, r.ordinal, field, n.reason
    FROM import.file_row AS r
    JOIN (
        SELECT
            g.name,
            CASE
                WHEN g.name IS NULL THEN CASE WHEN required THEN 'is missing' END
                WHEN field = 'employee_number' AND NOT EXISTS (SELECT FROM org.staff AS s WHERE s.employee_number = g.name)
                    THEN format('there is nobody with the employee number %s', g.name)
                WHEN field = 'site' AND NOT EXISTS (SELECT FROM org.site AS s WHERE s.name = g.name)
                    THEN format('there is no site %s', g.name)
                WHEN field = 'pattern' AND NOT EXISTS (SELECT FROM schedule.pattern AS p WHERE p.name = g.name)
                    THEN format('there is no pattern %s', g.name)
                WHEN field = 'unit' AND NOT EXISTS (SELECT FROM import.unit_reference AS u WHERE u.reference = g.name)
                    THEN format('there is no unit %s, or more than one: give its path, such as "Acme / Sales"', g.name)
                WHEN field IN ('from', 'to', 'day') AND import.calendar_date(g.name) IS NULL
                    THEN format('"%s" is not a date such as 2025-07-22', g.name)
            END AS reason
        FROM (SELECT DISTINCT f.data ->> field AS name FROM import.file_row AS f WHERE f.batch_id = batch_id) AS g
    ) AS n ON ARRAY[n.name] = ARRAY[r.data ->> field]
    WHERE r.batch_id = batch_id AND r.outcome IS NULL AND n.reason IS NOT NULL;
END;
$$;
COMMENT ON FUNCTION import.note_unknown(bigint, text, boolean) IS
'Notes the rows of a batch whose field names nothing that is known, or nothing at all where it is required.';
