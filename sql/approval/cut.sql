CREATE FUNCTION approval.cut(person bigint, cut_class smallint, during tstzmultirange) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    older schedule.adjustment;
    remains tstzmultirange;
    part tstzrange;
    first boolean;
    cut_requests bigint[] := '{}';
BEGIN
    FOR older IN
        SELECT a.*
        FROM schedule.adjustment AS a
        WHERE
            a.staff_id = person
            AND (cut_class IS NULL OR a.class = cut_class)
            AND a.state = 'approved'
            AND a.during && range_merge(during)
            AND a.during && during
        ORDER BY a.starts_at
    LOOP
        cut_requests := cut_requests || older.request_id;
        remains := tstzmultirange(older.during) - during;
        IF isempty(remains) THEN
            UPDATE schedule.adjustment AS a SET state = 'cancelled' WHERE a.adjustment_id = older.adjustment_id;
            CONTINUE;
        END IF;
        first := TRUE;
        FOR part IN SELECT r FROM unnest(remains) AS r
        LOOP
            IF first THEN
                UPDATE schedule.adjustment AS a SET starts_at = lower(part), ends_at = upper(part)
                WHERE a.adjustment_id = older.adjustment_id;
            ELSE
                INSERT INTO schedule.adjustment (request_id, staff_id, activity_id, class, starts_at, ends_at, state, note)
                VALUES (
                    older.request_id, person, older.activity_id, older.class, lower(part), upper(part), 'approved', older.note
                );
            END IF;
            first := FALSE;
        END LOOP;
    END LOOP;
    -- Whoever has read one of them has read something else: a new version.
    IF cut_requests <> '{}' THEN
        UPDATE schedule.request AS r SET state = r.state WHERE r.request_id = ANY(cut_requests);
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.cut(bigint, smallint, tstzmultirange) IS
'Takes time out of the approved adjustments of a person, of a class or of all (null): what is covered is cancelled, the others keep
what remains, in two rows where it is split; their requests have a new version. Whoever calls it has locked the person.';
