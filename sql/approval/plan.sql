-- What is asked for is decided as a whole: by the steps of all rules that its items meet, one after the other.
CREATE FUNCTION approval.plan(
    requester bigint,
    adjustments schedule.adjustment[],
    cancelled bigint[],
    OUT rule_ids bigint[],
    OUT automatic boolean,
    OUT steps jsonb,
    OUT faults jsonb
)
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    time_zone CONSTANT text := (SELECT g.time_zone FROM org.settings AS g);
    item record;
    chosen approval.rule;
    needed record;
BEGIN
    rule_ids := '{}';
    automatic := TRUE;
    steps := '[]';
    faults := '[]';
    FOR item IN
        WITH asked AS (
            SELECT
                1 AS part,
                g.place,
                g.staff_id,
                g.activity_id,
                g.class,
                g.starts_at,
                g.ends_at
            FROM unnest(adjustments) WITH ORDINALITY AS g (
                adjustment_id, request_id, staff_id, activity_id, class, starts_at, ends_at, during, state, note, recorded_from,
                change_id, place
            )
            UNION ALL
            SELECT
                2,
                c.place,
                a.staff_id,
                a.activity_id,
                a.class,
                a.starts_at,
                a.ends_at
            FROM unnest(cancelled) WITH ORDINALITY AS c (request_id, place)
            JOIN schedule.adjustment AS a ON a.request_id = c.request_id AND a.state = 'approved'
        ),
        -- A rule is looked for once for all that is alike.
        alike AS MATERIALIZED (
            SELECT
                k.*,
                approval.rule_for(
                    k.unit_id, k.activity_id, k.class, approval.relation(requester, k.staff_id, k.unit_id)
                ) AS rule_id
            FROM (
                SELECT DISTINCT
                    q.staff_id,
                    q.activity_id,
                    q.class,
                    (q.starts_at AT TIME ZONE time_zone)::date AS day,
                    approval.home_unit(q.staff_id, (q.starts_at AT TIME ZONE time_zone)::date) AS unit_id
                FROM asked AS q
            ) AS k
        )
        SELECT
            q.part,
            q.starts_at,
            q.ends_at,
            CASE q.part WHEN 1 THEN '/adjustments/' ELSE '/cancels/' END || q.place - 1 AS pointer,
            k.unit_id,
            k.rule_id
        FROM asked AS q
        JOIN alike AS k
            ON k.staff_id = q.staff_id
            AND k.activity_id = q.activity_id
            AND k.class = q.class
            AND k.day = (q.starts_at AT TIME ZONE time_zone)::date
        ORDER BY q.part, q.place, q.starts_at, q.staff_id, q.activity_id
    LOOP
        IF item.rule_id IS NULL THEN
            faults := faults || api.fault(item.pointer, 'No rule says who decides this.');
            CONTINUE;
        END IF;
        IF chosen.rule_id IS DISTINCT FROM item.rule_id THEN
            SELECT r.* INTO STRICT chosen
            FROM approval.rule AS r
            WHERE r.rule_id = item.rule_id;
        END IF;
        IF item.starts_at < now() + chosen.minimum_notice * interval '1 minute' THEN
            faults := faults || api.fault(
                item.pointer || CASE item.part WHEN 1 THEN '/start' ELSE '' END,
                format('It must be asked for %s minutes before it begins (%s).', chosen.minimum_notice, chosen.name)
            );
        END IF;
        IF item.part = 1 AND item.ends_at - item.starts_at > chosen.maximum_length * interval '1 minute' THEN
            faults := faults || api.fault(
                item.pointer || '/end', format('It may last %s minutes at most (%s).', chosen.maximum_length, chosen.name)
            );
        END IF;
        IF item.starts_at < chosen.lock_date::timestamp AT TIME ZONE time_zone THEN
            faults := faults || api.fault(
                item.pointer || CASE item.part WHEN 1 THEN '/start' ELSE '' END,
                format('What lies before %s cannot be changed any more (%s).', chosen.lock_date, chosen.name)
            );
        END IF;
        IF NOT item.rule_id = ANY(rule_ids) THEN
            rule_ids := rule_ids || item.rule_id;
        END IF;
        CONTINUE WHEN chosen.automatic;
        automatic := FALSE;
        FOR needed IN
            SELECT jsonb_build_object(
                'deciders', s.deciders,
                'quorum', s.quorum,
                'unit_id', CASE s.deciders
                    WHEN 'accounts' THEN NULL
                    WHEN 'parent_managers'
                        THEN coalesce((SELECT u.parent_id FROM org.unit AS u WHERE u.unit_id = item.unit_id), item.unit_id)
                    ELSE item.unit_id
                END,
                'account_ids', ARRAY(SELECT DISTINCT n FROM unnest(s.account_ids) AS n ORDER BY n)
            ) AS step
            FROM approval.rule_step AS s
            WHERE s.rule_id = item.rule_id
            ORDER BY s.place
        LOOP
            -- Not by containment of lists: one of several accounts is not each of some of them.
            CONTINUE WHEN EXISTS (
                SELECT FROM jsonb_array_elements(steps) AS e (step)
                WHERE e.step - '{rule_id,deadline_minutes,on_deadline}'::text[] = needed.step
            );
            steps := steps || jsonb_build_array(
                needed.step || jsonb_build_object(
                    'rule_id', item.rule_id, 'deadline_minutes', chosen.deadline, 'on_deadline', chosen.on_deadline
                )
            );
        END LOOP;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION approval.plan(bigint, schedule.adjustment[], bigint[]) IS
'How what an account asks for is decided: the rules of the adjustments and of what the cancelled requests hold, whether all of them
approve by themselves, the steps [{rule_id, deciders, quorum, unit_id, account_ids, deadline_minutes, on_deadline}], and the faults
[{pointer, detail}]: notice, length, lock date, no rule.';
