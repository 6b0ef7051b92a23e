-- Which rows of which table an account reads, over HTTP and with a reporting login alike. What is not here nobody reads but
-- functions of the owner. The condition of a table holds for its superseded rows too: rights are those of today.
-- Functions are asked for once a query, in a subquery of their own; a role on the whole organisation ends the question.
DO $$
DECLARE
    rule record;
    name text;
BEGIN
    FOR rule IN
        SELECT
            r.schema_name,
            r.table_name,
            r.condition
        FROM (
            VALUES
            ('org', 'settings', '(SELECT auth.is_somebody())'),
            ('org', 'site', '(SELECT auth.is_somebody())'),
            ('org', 'holiday', '(SELECT auth.is_somebody())'),
            ('org', 'calendar_day', '(SELECT auth.is_somebody())'),
            ('schedule', 'pattern', '(SELECT auth.is_somebody())'),
            ('audit', 'history_horizon', '(SELECT auth.is_somebody())'),
            -- Whoever may ask for something private, or has it in the own schedule, must be able to name it.
            (
                'org', 'activity',
                '(SELECT auth.is_somebody()) AND '
                '(NOT private OR (SELECT auth.holds(''staff'') OR auth.own_staff_id() IS NOT NULL))'
            ),
            (
                'schedule', 'pattern_line',
                '(SELECT auth.is_somebody()) AND '
                '(activity_id <> ALL((SELECT auth.private_activities())::bigint[]) OR (SELECT auth.holds_everywhere(''admin'')))'
            ),
            ('org', 'unit', 'unit_id = ANY((SELECT auth.visible_units())::bigint[])'),
            -- By the memberships and secondments that are seen: for one person an index tells, without asking who else is seen.
            (
                'org', 'staff',
                '(SELECT auth.holds_everywhere(''viewer'')) OR staff_id = (SELECT auth.own_staff_id()) '
                'OR EXISTS (SELECT FROM org.membership AS m WHERE m.staff_id = %1$I.staff_id) '
                'OR EXISTS (SELECT FROM org.secondment AS m WHERE m.staff_id = %1$I.staff_id)'
            ),
            (
                'org', 'membership',
                '(SELECT auth.holds_everywhere(''viewer'')) OR unit_id = ANY((SELECT auth.units(''viewer''))::bigint[]) '
                'OR staff_id IN (SELECT auth.confidants())'
            ),
            (
                'org', 'secondment',
                '(SELECT auth.holds_everywhere(''viewer'')) OR unit_id = ANY((SELECT auth.units(''viewer''))::bigint[]) '
                'OR staff_id IN (SELECT auth.confidants()) '
                'OR EXISTS (SELECT FROM org.membership AS m WHERE m.staff_id = %1$I.staff_id AND m.valid && %1$I.valid)'
            ),
            -- Of a secondment that is seen from home not all days are seen: only its destination sees the person on all.
            (
                'schedule', 'contract',
                '(SELECT auth.holds_everywhere(''viewer'')) OR staff_id IN (SELECT auth.confidants()) '
                'OR EXISTS (SELECT FROM org.membership AS m WHERE m.staff_id = %1$I.staff_id AND m.valid && %1$I.valid) '
                'OR EXISTS (SELECT FROM org.secondment AS m WHERE m.staff_id = %1$I.staff_id AND m.valid && %1$I.valid '
                'AND m.unit_id = ANY((SELECT auth.units(''viewer''))::bigint[]))'
            ),
            (
                'schedule', 'duty',
                '(SELECT auth.holds_everywhere(''viewer'')) OR staff_id IN (SELECT auth.confidants()) '
                'OR EXISTS (SELECT FROM org.membership AS m WHERE m.staff_id = %1$I.staff_id AND m.valid @> %1$I.day) '
                'OR EXISTS (SELECT FROM org.secondment AS m WHERE m.staff_id = %1$I.staff_id AND m.valid @> %1$I.day '
                'AND m.unit_id = ANY((SELECT auth.units(''viewer''))::bigint[]))'
            ),
            -- What is asked for, and why, is for the person and those who manage it; what came of it is on the board.
            -- So it is with those who asked for it, and those who decide it without managing the person.
            (
                'schedule', 'request',
                '(SELECT auth.holds_everywhere(''manager'')) OR staff_id IN (SELECT auth.confidants()) '
                'OR partner_id IN (SELECT auth.confidants()) OR request_id IN (SELECT approval.entrusted())'
            ),
            (
                'schedule', 'adjustment',
                '(SELECT auth.holds_everywhere(''manager'')) OR staff_id IN (SELECT auth.confidants()) '
                'OR request_id IN (SELECT approval.entrusted()) OR EXISTS ('
                'SELECT FROM schedule.request AS r WHERE r.request_id = %1$I.request_id AND r.partner_id IS NOT NULL)'
            ),
            (
                'schedule', 'cancellation',
                '(SELECT auth.holds_everywhere(''manager'')) '
                'OR EXISTS (SELECT FROM schedule.request AS r WHERE r.request_id = %1$I.request_id)'
            ),
            (
                'approval', 'step',
                '(SELECT auth.holds_everywhere(''manager'')) '
                'OR EXISTS (SELECT FROM schedule.request AS r WHERE r.request_id = %1$I.request_id)'
            ),
            (
                'approval', 'decision',
                '(SELECT auth.holds_everywhere(''manager'')) '
                'OR EXISTS (SELECT FROM schedule.request AS r WHERE r.request_id = %1$I.request_id)'
            ),
            (
                'schedule', 'preset',
                '(SELECT auth.is_somebody()) AND CASE '
                'WHEN staff_id IS NOT NULL THEN staff_id IN (SELECT auth.confidants()) '
                'WHEN unit_id IS NOT NULL THEN unit_id = ANY((SELECT auth.units(''viewer''))::bigint[]) ELSE TRUE END'
            ),
            (
                'schedule', 'preset_line',
                '(activity_id <> ALL((SELECT auth.private_activities())::bigint[]) OR (SELECT auth.holds(''staff'') OR auth.own_staff_id() IS NOT NULL)) '
                'AND preset_id IN (SELECT p.preset_id FROM schedule.preset AS p UNION ALL '
                'SELECT h.preset_id FROM schedule.preset_history AS h)'
            ),
            ('schedule', 'coverage_requirement', 'unit_id = ANY((SELECT auth.units(''viewer''))::bigint[])'),
            (
                'schedule', 'coverage_requirement_activity',
                'coverage_requirement_id IN ('
                'SELECT r.coverage_requirement_id FROM schedule.coverage_requirement AS r UNION ALL '
                'SELECT h.coverage_requirement_id FROM schedule.coverage_requirement_history AS h)'
            ),
            ('import', 'profile', '(SELECT auth.holds_everywhere(''admin''))'),
            ('import', 'batch', '(SELECT auth.holds_everywhere(''admin''))'),
            ('import', 'file_row', '(SELECT auth.holds_everywhere(''admin''))'),
            ('import', 'fault', '(SELECT auth.holds_everywhere(''admin''))'),
            ('audit', 'transaction', '(SELECT auth.holds_everywhere(''admin'')) OR account_id = (SELECT auth.account_id())'),
            ('auth', 'account', 'account_id = (SELECT auth.account_id()) OR (SELECT auth.holds(''admin''))'),
            (
                'auth', 'role_grant',
                'account_id = (SELECT auth.account_id()) OR (SELECT auth.holds_everywhere(''admin'')) '
                'OR unit_id = ANY((SELECT auth.units(''admin''))::bigint[])'
            ),
            ('auth', 'reporting_login', '(SELECT auth.holds_everywhere(''admin''))'),
            -- What is written about an offered shift is for those whom it is offered to; others who read the unit are shown the
            -- rest of it. Who would take it is for those who choose.
            (
                'approval', 'open_shift',
                'open_shift_id IN (SELECT v.open_shift_id FROM approval.visible_shifts() AS v WHERE v.confidential)'
            ),
            (
                'approval', 'open_shift_taker',
                'staff_id = (SELECT auth.own_staff_id()) '
                'OR open_shift_id IN (SELECT v.open_shift_id FROM approval.visible_shifts() AS v WHERE v.managed)'
            ),
            -- By which rules one's own is decided everybody may know; of a unit or activity that one may not know of, nothing.
            (
                'approval', 'rule',
                '(SELECT auth.is_somebody()) '
                'AND (unit_id IS NULL OR unit_id = ANY((SELECT auth.visible_units())::bigint[])) '
                'AND (activity_id IS NULL OR activity_id <> ALL((SELECT auth.private_activities())::bigint[]) '
                'OR (SELECT auth.holds(''staff'') OR auth.own_staff_id() IS NOT NULL))'
            ),
            (
                'approval', 'rule_step',
                'rule_id IN (SELECT r.rule_id FROM approval.rule AS r UNION ALL SELECT h.rule_id FROM approval.rule_history AS h)'
            ),
            ('event', 'webhook', '(SELECT auth.holds_everywhere(''admin''))'),
            ('event', 'delivery', '(SELECT auth.holds_everywhere(''admin''))'),
            ('event', 'delivery_attempt', '(SELECT auth.holds_everywhere(''admin''))'),
            (
                'approval', 'delegation',
                'account_id = (SELECT auth.account_id()) OR delegate_id = (SELECT auth.account_id()) '
                'OR (SELECT auth.holds_everywhere(''admin''))'
            )
        ) AS r (schema_name, table_name, condition)
    LOOP
        FOR name IN
            SELECT c.relname
            FROM pg_catalog.pg_class AS c
            WHERE
                c.relnamespace = rule.schema_name::regnamespace
                AND c.relkind = 'r'
                AND c.relname IN (rule.table_name, rule.table_name || '_history')
        LOOP
            EXECUTE format(
                'CREATE POLICY reader ON %I.%I FOR SELECT TO strata_user, strata_bi USING (%s)',
                rule.schema_name, name, format(rule.condition, name)
            );
            EXECUTE format('GRANT SELECT ON %I.%I TO strata_user', rule.schema_name, name);
        END LOOP;
    END LOOP;
    -- The views through which requests read these tables read as whoever asks.
    FOR name IN
        SELECT format('%I.%I', n.nspname, c.relname)
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE
            c.relkind = 'v'
            AND n.nspname IN ('org', 'schedule', 'approval', 'import', 'event', 'auth', 'api')
            AND c.relowner = 'strata_owner'::regrole
    LOOP
        EXECUTE format('GRANT SELECT ON %s TO strata_user', name);
    END LOOP;
END;
$$;
