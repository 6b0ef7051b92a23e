CREATE FUNCTION approval.rule_for(unit_id bigint, activity_id bigint, class smallint, relation text) RETURNS bigint
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT r.rule_id
    FROM approval.unit_line(rule_for.unit_id) AS l
    INNER JOIN approval.rule AS r ON r.unit_id IS NOT DISTINCT FROM l.unit_id
    WHERE
        r.valid @> auth.today()
        AND (r.activity_id IS NULL OR r.activity_id = rule_for.activity_id)
        AND (r.class IS NULL OR r.class = rule_for.class)
        AND CASE r.requester
            WHEN 'self' THEN rule_for.relation = 'self'
            WHEN 'manager' THEN rule_for.relation IN ('manager', 'admin')
            WHEN 'admin' THEN rule_for.relation = 'admin'
            ELSE TRUE
        END
    ORDER BY
        l.distance ASC,
        l.unit_id IS NULL ASC,
        r.activity_id IS NOT NULL DESC,
        r.class IS NOT NULL DESC,
        r.priority DESC,
        r.requester IS NOT NULL DESC,
        r.rule_id
    LIMIT 1;
END;
COMMENT ON FUNCTION approval.rule_for(bigint, bigint, smallint, text) IS
'The rule that decides about an activity of a class for a person of a home unit when it is asked for as self, manager or admin: of
those that are valid today and fit, that of the deepest unit, then for the activity, then for the class, then of the greatest
priority. Null: no rule fits.';
