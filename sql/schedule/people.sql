-- Whom a request for a window shows. Dates of memberships and secondments are read in the organisation's zone.
CREATE FUNCTION schedule.people(
    unit bigint,
    staff bigint[],
    window_start timestamptz,
    window_end timestamptz,
    known_at timestamptz DEFAULT 'infinity'
)
RETURNS TABLE (staff_id bigint, employee_number text, name text, unit_id bigint)
LANGUAGE plpgsql STABLE ROWS 300
SET search_path = ''
SET plan_cache_mode = force_generic_plan
SET enable_nestloop = off
SET enable_mergejoin = off
AS $$
#variable_conflict use_column
DECLARE
    zone CONSTANT text := (
        SELECT v.time_zone
        FROM org.settings_version AS v
        WHERE
            v.recorded_from <= known_at
            AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
    );
    days CONSTANT daterange := daterange(
        (window_start AT TIME ZONE zone)::date, ((window_end - interval '1 minute') AT TIME ZONE zone)::date, '[]'
    );
    subtree CONSTANT bigint[] := org.required_subtree(unit, known_at);
    limited CONSTANT boolean := NOT auth.holds_everywhere('viewer');
    -- Which unit somebody was found by, and the home that is shown, say no more than memberships and secondments that
    -- the account may read.
    read CONSTANT bigint[] := CASE WHEN limited THEN auth.units('viewer') END;
    confidants CONSTANT bigint[] := CASE WHEN limited THEN ARRAY(SELECT auth.confidants()) END;
    stranger bigint;
    -- Null is everybody; a few are looked up by index, for more the tables are read once.
    chosen_ids bigint[];
    few boolean;
BEGIN
    IF staff IS NOT NULL THEN
        SELECT w.staff_id INTO stranger
        FROM unnest(staff) AS w (staff_id)
        WHERE
            NOT EXISTS (
                SELECT FROM org.staff_version AS v
                WHERE
                    v.staff_id = w.staff_id
                    AND v.recorded_from <= known_at
                    AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
            )
            OR limited AND w.staff_id NOT IN (SELECT auth.visible_staff())
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST004',
                COLUMN = 'staff',
                MESSAGE = format('There is no person %s.', coalesce(stranger::text, 'without an id'));
        END IF;
    END IF;
    IF unit IS NOT NULL THEN
        chosen_ids := ARRAY(
            SELECT v.staff_id
            FROM org.membership_version AS v
            WHERE
                v.unit_id = ANY(subtree)
                AND (NOT limited OR v.unit_id = ANY(read) OR v.staff_id IN (SELECT unnest(confidants)))
                AND v.valid && days
                AND v.recorded_from <= known_at
                AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
            UNION
            SELECT v.staff_id
            FROM org.secondment_version AS v
            WHERE
                v.unit_id = ANY(subtree)
                AND (
                    NOT limited
                    OR v.unit_id = ANY(read)
                    OR v.staff_id IN (SELECT unnest(confidants))
                    OR EXISTS (
                        SELECT FROM org.membership AS m
                        WHERE m.staff_id = v.staff_id AND m.unit_id = ANY(read) AND m.valid && v.valid
                    )
                )
                AND v.valid && days
                AND v.recorded_from <= known_at
                AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
        );
        IF staff IS NOT NULL THEN
            chosen_ids := ARRAY(SELECT unnest(chosen_ids) INTERSECT SELECT unnest(staff));
        END IF;
    ELSIF staff IS NOT NULL THEN
        chosen_ids := ARRAY(SELECT DISTINCT unnest(staff));
    ELSIF limited THEN
        chosen_ids := ARRAY(
            SELECT v.staff_id
            FROM org.membership_version AS v
            WHERE
                v.valid && days
                AND v.recorded_from <= known_at
                AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
        );
    END IF;
    -- Who is named is shown, if the account may know of the person at all; who is found must be visible in the window.
    IF limited AND staff IS NULL THEN
        chosen_ids := ARRAY(SELECT unnest(chosen_ids) INTERSECT SELECT auth.visible_staff(days));
    END IF;
    few := coalesce(cardinality(chosen_ids) <= 100, FALSE);
    RETURN QUERY
    WITH RECURSIVE known_unit AS MATERIALIZED (
        SELECT
            v.unit_id,
            v.parent_id,
            v.name
        FROM org.unit_version AS v
        WHERE
            v.recorded_from <= known_at
            AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
    ),
    path AS (
        SELECT
            u.unit_id,
            ARRAY[u.name] AS names
        FROM known_unit AS u
        WHERE u.parent_id IS NULL
        UNION ALL
        SELECT
            u.unit_id,
            p.names || u.name
        FROM path AS p
        JOIN known_unit AS u ON u.parent_id = p.unit_id
    ),
    placed AS MATERIALIZED (
        SELECT
            p.unit_id,
            row_number() OVER (ORDER BY p.names) AS place
        FROM path AS p
    ),
    home AS MATERIALIZED (
        SELECT
            v.staff_id,
            v.unit_id,
            lower(v.valid) AS since
        FROM org.membership_version AS v
        WHERE
            NOT few
            AND v.valid && days
            AND v.recorded_from <= known_at
            AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
        UNION ALL
        SELECT
            v.staff_id,
            v.unit_id,
            lower(v.valid)
        FROM org.membership_version AS v
        WHERE
            few
            AND v.staff_id = ANY(chosen_ids)
            AND v.valid && days
            AND v.recorded_from <= known_at
            AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
    ),
    last_home AS MATERIALIZED (
        SELECT DISTINCT ON (h.staff_id)
            h.staff_id,
            h.unit_id
        FROM home AS h
        ORDER BY h.staff_id, h.since DESC
    ),
    chosen AS (
        SELECT h.staff_id
        FROM last_home AS h
        WHERE chosen_ids IS NULL
        UNION ALL
        SELECT c.staff_id
        FROM unnest(chosen_ids) AS c (staff_id)
    ),
    described AS (
        SELECT
            v.staff_id,
            v.employee_number,
            v.name
        FROM org.staff_version AS v
        WHERE
            NOT few
            AND v.recorded_from <= known_at
            AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
        UNION ALL
        SELECT
            v.staff_id,
            v.employee_number,
            v.name
        FROM org.staff_version AS v
        WHERE
            few
            AND v.staff_id = ANY(chosen_ids)
            AND v.recorded_from <= known_at
            AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
    )
    SELECT
        d.staff_id,
        d.employee_number,
        d.name,
        CASE WHEN NOT limited OR h.unit_id = ANY(read) OR h.staff_id IN (SELECT unnest(confidants)) THEN h.unit_id END
    FROM chosen AS c
    JOIN described AS d ON d.staff_id = c.staff_id
    LEFT JOIN last_home AS h ON h.staff_id = c.staff_id
    LEFT JOIN placed AS p ON p.unit_id = h.unit_id
    ORDER BY p.place, d.name, d.staff_id;
END;
$$;
COMMENT ON FUNCTION schedule.people(bigint, bigint[], timestamptz, timestamptz, timestamptz) IS
'The people of a window, in order of unit path, name and id: members of the unit''s subtree in any of its days and
those seconded into it, or without a unit every member; staff narrows that down, or without a unit chooses by itself.
unit_id is the home unit, the last one of the window. Only people whom the acting account may see in the window, or who are
named and it may know of; null for a home whose membership it may not read. Errors: ST004 for an unknown unit or person.';
