-- What a constraint cannot say, because it is about the entries of a list or about the settings of the server.
CREATE FUNCTION event.webhook_faults(webhook event.webhook_resource) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_agg(f.fault ORDER BY f.list, f.place), '[]')
    FROM (
        SELECT
            1 AS list,
            1 AS place,
            api.fault('/url', format('%s is no address that webhooks of this server may reach.', h.host)) AS fault
        FROM event.refused_host((webhook_faults.webhook).url) AS h (host)
        WHERE h.host IS NOT NULL
        UNION ALL
        SELECT
            2 AS list,
            u.place,
            api.fault(format('/unit_ids/%s', u.place - 1), format('There is no unit %s.', u.unit_id)) AS fault
        FROM unnest((webhook_faults.webhook).unit_ids) WITH ORDINALITY AS u (unit_id, place)
        WHERE
            NOT EXISTS (
                SELECT FROM org.unit AS o
                WHERE o.unit_id = u.unit_id
            )
        UNION ALL
        SELECT
            3 AS list,
            s.place,
            api.fault(format('/staff_ids/%s', s.place - 1), format('There is no person %s.', s.staff_id)) AS fault
        FROM unnest((webhook_faults.webhook).staff_ids) WITH ORDINALITY AS s (staff_id, place)
        WHERE NOT EXISTS (
            SELECT FROM org.staff AS o
            WHERE o.staff_id = s.staff_id
        )
    ) AS f;
END;
COMMENT ON FUNCTION event.webhook_faults(event.webhook_resource) IS
'What is wrong with a webhook beside its form, as a list of {pointer, detail}: an address that is not to be reached, units and people
that do not exist.';
