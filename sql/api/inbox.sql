CREATE FUNCTION api.inbox(unit bigint DEFAULT NULL, "limit" integer DEFAULT 100, cursor text DEFAULT NULL) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    acting CONSTANT bigint := auth.require_account();
    subtree CONSTANT bigint[] := auth.readable_units(org.required_subtree(unit));
    last_id bigint;
    counts json;
    ids bigint[];
    step_ids bigint[];
    holders bigint[];
    items json;
BEGIN
    IF "limit" IS NULL OR "limit" NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'limit', MESSAGE = 'limit must be a number from 1 to 1000.';
    END IF;
    IF cursor IS NOT NULL THEN
        SELECT c.last_id INTO STRICT last_id
        FROM api.read_cursor(cursor, 'id', 'bigint') AS c;
    END IF;
    WITH waiting AS MATERIALIZED (
        SELECT
            d.request_id,
            d.step_id,
            d.on_behalf_of,
            least(s.deadline, r.deadline) AS deadline,
            r.requested_at
        FROM approval.decidable() AS d
        JOIN approval.step AS s ON s.step_id = d.step_id
        JOIN schedule.request AS r ON r.request_id = d.request_id
        WHERE unit IS NULL OR approval.home_unit(r.staff_id, auth.today()) = ANY(subtree)
    )
    SELECT
        json_build_object(
            'pending', count(*),
            'overdue', count(*) FILTER (WHERE w.deadline <= now()),
            'on_behalf', count(w.on_behalf_of),
            'oldest_minutes', floor(extract(EPOCH FROM now() - min(w.requested_at)) / 60)
        ),
        (array_agg(w.request_id ORDER BY w.request_id) FILTER (WHERE last_id IS NULL OR w.request_id > last_id))[1:"limit" + 1],
        (array_agg(w.step_id ORDER BY w.request_id) FILTER (WHERE last_id IS NULL OR w.request_id > last_id))[1:"limit"],
        (array_agg(w.on_behalf_of ORDER BY w.request_id) FILTER (WHERE last_id IS NULL OR w.request_id > last_id))[1:"limit"]
    INTO STRICT counts, ids, step_ids, holders
    FROM waiting AS w;
    SELECT
        json_agg(
            jsonb_build_object(
                'id', v.id,
                'version', v.version,
                'request', to_jsonb(v),
                'on_behalf_of', d.on_behalf_of,
                'age_minutes', floor(extract(EPOCH FROM now() - r.requested_at) / 60),
                'overdue', coalesce(least(s.deadline, r.deadline) <= now(), FALSE),
                'preview', approval.preview_summary(v.id)
            )
            ORDER BY v.id
        )
    INTO STRICT items
    FROM unnest(ids[1:"limit"], step_ids, holders) AS d (request_id, step_id, on_behalf_of)
    JOIN schedule.request_resource AS v ON v.id = d.request_id
    JOIN approval.step AS s ON s.step_id = d.step_id
    JOIN schedule.request AS r ON r.request_id = v.id
    WHERE v.id = ANY(ids[1:"limit"]);
    RETURN json_build_object(
        'counts', counts,
        'items', coalesce(items, '[]'),
        'next', CASE WHEN cardinality(ids) > "limit" THEN api.write_cursor('id', ids["limit"]::text, ids["limit"]) END
    );
END;
$$;
COMMENT ON FUNCTION api.inbox(bigint, integer, text) IS
'What waits for the account: the pending requests that it may decide now, by its own right or as a delegate (on_behalf_of), the oldest
first, each with its age in minutes and what approving it would do. counts: of all that waits, whatever the page.
unit: about people at home in this unit and those below it today. limit: 1 to 1000 per page; cursor: next of the page before.
Answer: inbox.
Problems: not-found.';
GRANT EXECUTE ON FUNCTION api.inbox(bigint, integer, text) TO strata_user;
