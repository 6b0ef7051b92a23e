CREATE FUNCTION api.request_copies(body jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    -- What one call can do in the time that it has.
    most CONSTANT integer := 5000;
    acting CONSTANT bigint := auth.require_account();
    faults CONSTANT jsonb := approval.copy_faults(body);
    preview CONSTANT boolean := coalesce((body -> 'preview')::text = 'true', FALSE);
    people bigint[];
    week date;
    weeks date[];
    copied record;
    items jsonb[] := '{}';
BEGIN
    IF faults <> '[]' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', MESSAGE = 'The copy cannot be accepted as it is.', DETAIL = faults::text;
    END IF;
    people := approval.copied_people(body);
    IF NOT preview THEN
        PERFORM schedule.lock_staff(people);
    END IF;
    week := approval.week_of((body ->> 'week')::date);
    weeks := ARRAY(
        SELECT DISTINCT approval.week_of(d.day::date) AS monday
        FROM jsonb_array_elements_text(body -> 'to') AS d (day)
        ORDER BY monday
    );
    -- Read as a whole before anything is written.
    FOR copied IN
        SELECT
            c.staff_id,
            sum(count(*)) OVER () AS total,
            jsonb_agg(
                jsonb_build_object(
                    'activity', a.code,
                    'start', replace((c.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                    'end', replace((c.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                    'note', c.note
                )
                ORDER BY c.place
            ) AS adjustments
        FROM approval.week_adjustments(people, week, weeks) AS c
        JOIN org.activity AS a ON a.activity_id = c.activity_id
        GROUP BY c.staff_id
        ORDER BY c.staff_id
    LOOP
        IF copied.total > most THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST001',
                COLUMN = 'to',
                MESSAGE = format('The copies would have %s adjustments; one call makes %s at most.', copied.total, most);
        END IF;
        items := items || approval.copy_week(copied.staff_id, copied.adjustments, weeks, body);
    END LOOP;
    RETURN (
        SELECT jsonb_build_object(
            'copied', count(*) FILTER (WHERE NOT i ? 'problem'),
            'failed', count(*) FILTER (WHERE i ? 'problem'),
            'items', coalesce(jsonb_agg(i ORDER BY (i -> 'staff_id')::bigint), '[]')
        )
        FROM unnest(items) AS i
    );
END;
$$;
COMMENT ON FUNCTION api.request_copies(jsonb) IS
'Copies the week of a person, or of all people of a unit and below it for whom the account may ask: what is different from the contract
in that week, absences aside, is asked for in the other weeks at the same local time, as one request for each person. Each person''s
copy is made whole, or not at all, and says why. Who has nothing to copy is not in the answer.
week, to: any day of the week. A week is from Monday to Monday at the person''s site; what lasts longer is cut to it. preview: say
what would be asked for, and write nothing. At most 5000 adjustments in all.
Body: request_copies_new.
Answer: request_copies.';
GRANT EXECUTE ON FUNCTION api.request_copies(jsonb) TO strata_user;
