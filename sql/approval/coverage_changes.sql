-- Counting everybody is what costs. So the people concerned are counted alone first, before and after; only where that
-- differs, everybody is counted, once: what the others do is the same before and after.
CREATE FUNCTION approval.coverage_changes(
    proposed schedule.adjustment[],
    cancelled bigint[],
    only_losses boolean DEFAULT FALSE
)
RETURNS TABLE (
    requirement_id bigint,
    starts_at timestamptz,
    ends_at timestamptz,
    required integer,
    available_before integer,
    available_after integer,
    missing_before integer,
    missing_after integer
)
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = ''
SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    staff_ids bigint[];
    unit_ids bigint[];
    window_start timestamptz;
    window_end timestamptz;
    changed_ids bigint[];
    changed_units bigint[];
    changed_times tstzrange[];
    differences integer[];
BEGIN
    staff_ids := ARRAY(SELECT DISTINCT t.staff_id FROM approval.changed_time(proposed, cancelled) AS t);
    unit_ids := ARRAY(
        WITH RECURSIVE way AS (
            SELECT m.unit_id FROM org.membership AS m WHERE m.staff_id = ANY(staff_ids)
            UNION
            SELECT s.unit_id FROM org.secondment AS s WHERE s.staff_id = ANY(staff_ids)
            UNION
            SELECT u.parent_id
            FROM way AS w
            JOIN org.unit AS u ON u.unit_id = w.unit_id
        )
        SELECT w.unit_id
        FROM way AS w
        WHERE EXISTS (SELECT FROM schedule.coverage_requirement AS r WHERE r.unit_id = w.unit_id)
    );
    IF unit_ids = '{}' THEN
        RETURN;
    END IF;
    FOR window_start, window_end IN
        SELECT
            w.starts_at,
            w.ends_at
        FROM approval.stretches(
            ARRAY(SELECT tstzrange(t.starts_at, t.ends_at) FROM approval.changed_time(proposed, cancelled) AS t)
        ) AS w
    LOOP
        SELECT
            array_agg(a.requirement_id),
            array_agg(DISTINCT r.unit_id),
            array_agg(tstzrange(greatest(a.starts_at, b.starts_at), least(a.ends_at, b.ends_at))),
            array_agg(a.available - b.available)
        INTO STRICT changed_ids, changed_units, changed_times, differences
        FROM schedule.coverage_pieces(unit_ids, window_start, window_end, staff_ids => staff_ids) AS b
        JOIN schedule.coverage_pieces(
            unit_ids, window_start, window_end, 'infinity', proposed, cancelled, staff_ids
        ) AS a ON a.requirement_id = b.requirement_id AND a.starts_at < b.ends_at AND a.ends_at > b.starts_at
        JOIN schedule.coverage_requirement AS r ON r.coverage_requirement_id = a.requirement_id
        WHERE a.available < b.available OR (a.available > b.available AND NOT only_losses);
        IF changed_ids IS NULL THEN
            CONTINUE;
        END IF;
        RETURN QUERY
        WITH piece AS (
            SELECT
                p.requirement_id,
                greatest(p.starts_at, lower(c.during)) AS starts_at,
                least(p.ends_at, upper(c.during)) AS ends_at,
                p.required,
                p.available AS available_before,
                p.available + c.difference AS available_after
            FROM schedule.coverage_pieces(
                changed_units,
                (SELECT min(lower(t)) FROM unnest(changed_times) AS t),
                (SELECT max(upper(t)) FROM unnest(changed_times) AS t)
            ) AS p
            JOIN unnest(changed_ids, changed_times, differences) AS c (requirement_id, during, difference)
                ON c.requirement_id = p.requirement_id
                AND lower(c.during) < p.ends_at
                AND upper(c.during) > p.starts_at
        ),
        begun AS (
            SELECT
                p.*,
                lag(p.ends_at) OVER in_time IS DISTINCT FROM p.starts_at
                OR lag(p.available_before) OVER in_time <> p.available_before
                OR lag(p.available_after) OVER in_time <> p.available_after AS begins
            FROM piece AS p
            WINDOW in_time AS (PARTITION BY p.requirement_id ORDER BY p.starts_at)
        ),
        island AS (
            SELECT
                b.*,
                count(*) FILTER (WHERE b.begins) OVER (PARTITION BY b.requirement_id ORDER BY b.starts_at) AS place
            FROM begun AS b
        )
        SELECT
            i.requirement_id,
            min(i.starts_at),
            max(i.ends_at),
            i.required,
            i.available_before,
            i.available_after,
            greatest(i.required - i.available_before, 0),
            greatest(i.required - i.available_after, 0)
        FROM island AS i
        GROUP BY i.requirement_id, i.place, i.required, i.available_before, i.available_after;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION approval.coverage_changes(schedule.adjustment[], bigint[], boolean) IS
'Where the number of people that a coverage requirement counts would be another one if the proposed adjustments stood and the
cancelled ones did not (both as in schedule.effective_segments): pieces of constant numbers before and after, of all requirements,
whoever may read them. only_losses: only where it would be smaller.';
