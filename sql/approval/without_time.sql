-- The merge knows adjustments that do not count and others that do instead: what is cut is both.
CREATE FUNCTION approval.without_time(
    staff_ids bigint[], during tstzmultirange, INOUT proposed schedule.adjustment[], INOUT cancelled bigint[]
)
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    older schedule.adjustment;
    part tstzrange;
BEGIN
    FOR older IN
        SELECT a.*
        FROM schedule.adjustment AS a
        WHERE
            a.staff_id = ANY(staff_ids)
            AND a.state = 'approved'
            AND a.during && range_merge(without_time.during)
            AND a.during && without_time.during
            AND a.adjustment_id <> ALL(coalesce(cancelled, '{}'))
        ORDER BY a.adjustment_id
    LOOP
        cancelled := cancelled || older.adjustment_id;
        FOR part IN SELECT r FROM unnest(tstzmultirange(older.during) - without_time.during) AS r
        LOOP
            older.starts_at := lower(part);
            older.ends_at := upper(part);
            older.during := part;
            proposed := proposed || older;
        END LOOP;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION approval.without_time(bigint[], tstzmultirange, schedule.adjustment[], bigint[]) IS
'Takes time out of the approved adjustments of some people, of all classes, for the merge: those that lie in it are added to the
cancelled ones, and what remains of them to the proposed ones. What was proposed before is not cut.';
