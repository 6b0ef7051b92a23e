CREATE FUNCTION api.webhook_deliveries(
    id bigint, state text DEFAULT NULL, "limit" integer DEFAULT 100, cursor text DEFAULT NULL
) RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    before_id CONSTANT bigint := CASE WHEN cursor IS NOT NULL THEN (api.read_cursor(cursor, 'id', 'bigint')).last_id END;
    page event.delivery[];
BEGIN
    IF "limit" IS NULL OR "limit" NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'limit', MESSAGE = 'limit must be a number from 1 to 1000.';
    END IF;
    IF state NOT IN ('waiting', 'delivered', 'dead') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'state', MESSAGE = 'state must be one of waiting, delivered, dead.';
    END IF;
    PERFORM api.require_visible('webhook', webhook_deliveries.id);
    -- One more than the page has, to know whether there is a next one.
    page := ARRAY(
        SELECT d
        FROM event.delivery AS d
        WHERE
            d.webhook_id = webhook_deliveries.id
            AND (before_id IS NULL OR d.delivery_id < before_id)
            AND (webhook_deliveries.state IS NULL OR d.state = webhook_deliveries.state)
        ORDER BY d.delivery_id DESC
        LIMIT "limit" + 1
    );
    RETURN json_build_object(
        'items', (
            SELECT coalesce(json_agg(event.delivery_shown(d) ORDER BY d.delivery_id DESC), '[]')
            FROM unnest(page[1:"limit"]) AS d
        ),
        'next', CASE
            WHEN cardinality(page) > "limit"
                THEN api.write_cursor('id', (page["limit"]).delivery_id::text, (page["limit"]).delivery_id)
        END
    );
END;
$$;
COMMENT ON FUNCTION api.webhook_deliveries(bigint, text, integer, text) IS
'What was sent to a webhook, or is going to be, the newest first, a page at a time; each with its attempts.
state: only those. limit: 1 to 1000 per page; cursor: next of the page before.
Answer: webhook_delivery_list.';
GRANT EXECUTE ON FUNCTION api.webhook_deliveries(bigint, text, integer, text) TO strata_user;
