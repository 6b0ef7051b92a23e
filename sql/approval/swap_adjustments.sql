-- What two people exchange. Of something private the other one gets what everybody sees of it: nobody learns more by a swap
-- than the board shows. The adjustments that both have in that time are cut away when the swap is applied, and contracts stay;
-- so somebody is "off" where only the own contract would be left and the other one has nothing to give.
CREATE FUNCTION approval.swap_adjustments(staff_id bigint, partner_id bigint, parts tstzmultirange)
RETURNS SETOF schedule.adjustment
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    people CONSTANT bigint[] := ARRAY[swap_adjustments.staff_id, swap_adjustments.partner_id];
    -- One made of the columns that count; the others stay null, whatever the table is given later.
    item schedule.adjustment;
    off_id bigint;
    off_class smallint;
BEGIN
    SELECT a.activity_id, a.class INTO off_id, off_class
    FROM org.activity AS a
    WHERE a.code = 'off';
    FOR item.staff_id, item.activity_id, item.class, item.starts_at, item.ends_at IN
        WITH segment AS MATERIALIZED (
            SELECT
                e.staff_id,
                a.class AS own_class,
                s.shown_id,
                s.class,
                tstzmultirange(tstzrange(e.starts_at, e.ends_at)) * parts AS during
            FROM schedule.effective_segments(people, lower(parts), upper(parts)) AS e
            JOIN org.activity AS a ON a.activity_id = e.activity_id
            JOIN org.shown_activities() AS s ON s.activity_id = e.activity_id AND NOT s.confidential
            WHERE parts && tstzrange(e.starts_at, e.ends_at)
        ),
        given AS (
            SELECT
                p.getter,
                g.shown_id,
                g.class,
                range_agg(r) AS during
            FROM (VALUES (people[1], people[2]), (people[2], people[1])) AS p (getter, giver)
            JOIN segment AS g ON g.staff_id = p.giver
            CROSS JOIN LATERAL unnest(g.during) AS r
            GROUP BY p.getter, g.shown_id, g.class
        ),
        contract AS (
            SELECT
                e.staff_id,
                range_agg(tstzrange(e.starts_at, e.ends_at)) * parts AS during
            FROM schedule.effective_segments(people, lower(parts), upper(parts), merged => FALSE) AS e
            WHERE e.rank = 0
            GROUP BY e.staff_id
        ),
        covered AS (
            SELECT
                g.getter,
                range_agg(r) AS during
            FROM given AS g
            CROSS JOIN LATERAL unnest(g.during) AS r
            GROUP BY g.getter
        ),
        made AS (
            SELECT
                g.getter,
                g.shown_id,
                g.class,
                g.during
            FROM given AS g
            UNION ALL
            SELECT
                c.staff_id,
                off_id,
                off_class,
                c.during - coalesce(v.during, '{}')
            FROM contract AS c
            LEFT JOIN covered AS v ON v.getter = c.staff_id
        ),
        -- An absence of either of them is not given away, whatever others see instead of it.
        absence AS (
            SELECT min(g.own_class) AS class
            FROM segment AS g
            WHERE g.own_class = 3 OR g.class = 3
        )
        SELECT
            m.getter,
            m.shown_id,
            CASE WHEN b.class IS NULL THEN m.class END,
            lower(r),
            upper(r)
        FROM made AS m
        CROSS JOIN absence AS b
        CROSS JOIN LATERAL unnest(m.during) AS r
        ORDER BY array_position(people, m.getter), lower(r), m.shown_id
    LOOP
        IF item.class IS NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST001',
                MESSAGE = 'These parts cannot be exchanged.',
                DETAIL = jsonb_build_array(api.fault(
                    '/swap/parts',
                    CASE
                        WHEN item.activity_id IS NULL THEN 'There is no activity off, which one of them would be.'
                        ELSE 'One of the two is absent in that time: an absence cannot be exchanged.'
                    END
                ))::text;
        END IF;
        item.during := tstzrange(item.starts_at, item.ends_at);
        item.state := 'pending';
        RETURN NEXT item;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION approval.swap_adjustments(bigint, bigint, tstzmultirange) IS
'What two people get when they exchange parts of their time: each the effective segments of the other one, and "off" where only the
contract would be left; first the first person''s, in order of time. The ids stay null. Their own adjustments in that time are to be
cut away. Not filtered by rights. Errors: ST001 (/swap/parts) when either is absent in one of the parts.';
