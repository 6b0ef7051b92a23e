-- Present rows as the API shows them, everything else as it is stored.
CREATE FUNCTION audit.personal_data(staff_id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
SET timezone = 'UTC'
AS $$
#variable_conflict use_variable
DECLARE
    account CONSTANT bigint := (SELECT a.account_id FROM auth.account AS a WHERE a.staff_id = staff_id);
    presets CONSTANT bigint[] := ARRAY(
        SELECT p.preset_id FROM schedule.preset AS p WHERE p.staff_id = staff_id
        UNION
        SELECT h.preset_id FROM schedule.preset_history AS h WHERE h.staff_id = staff_id
    );
    shared CONSTANT bigint[] := ARRAY(SELECT r.request_id FROM schedule.request AS r WHERE r.partner_id = staff_id);
    sign_in jsonb := '{}';
    history jsonb := '{}';
    rows_found jsonb;
    part record;
BEGIN
    FOR part IN SELECT t.schema_name, t.table_name, t.shown_columns FROM audit.sign_in_table AS t
    LOOP
        EXECUTE format(
            'SELECT jsonb_agg(to_jsonb(s)) FROM (SELECT %s FROM %I.%I AS t WHERE t.account_id = $1) AS s',
            (SELECT string_agg(format('t.%I', c), ', ') FROM unnest(part.shown_columns) AS c),
            part.schema_name, part.table_name
        ) INTO rows_found USING account;
        sign_in := sign_in || jsonb_build_object(part.schema_name || '.' || part.table_name, coalesce(rows_found, '[]'));
    END LOOP;
    FOR part IN
        SELECT
            t.schema_name,
            t.table_name,
            CASE
                WHEN 'staff_id' = ANY(t.columns) THEN 't.staff_id = $1'
                WHEN 'account_id' = ANY(t.columns) THEN 't.account_id = $2'
                ELSE 't.preset_id = ANY($3)'
            END AS condition
        FROM audit.domain_table AS t
        WHERE t.columns && '{staff_id,account_id,preset_id}'
        ORDER BY t.schema_name, t.table_name
    LOOP
        EXECUTE format(
            'SELECT jsonb_agg(to_jsonb(t) - ''{change_id,superseded_by,recorded_from}''::text[] ORDER BY t.recorded) '
            'FROM %I.%I AS t WHERE %s',
            part.schema_name, part.table_name || '_history', part.condition
        ) INTO rows_found USING staff_id, account, presets;
        history := history || jsonb_build_object(part.schema_name || '.' || part.table_name, coalesce(rows_found, '[]'));
    END LOOP;
    RETURN jsonb_build_object(
        'person', (SELECT to_jsonb(v) FROM org.staff_resource AS v WHERE v.id = staff_id),
        'memberships', (
            SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY v."from"), '[]')
            FROM org.membership_resource AS v WHERE v.staff_id = staff_id
        ),
        'secondments', (
            SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY v."from"), '[]')
            FROM org.secondment_resource AS v WHERE v.staff_id = staff_id
        ),
        'contracts', (
            SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY v."from"), '[]')
            FROM schedule.contract_resource AS v WHERE v.staff_id = staff_id
        ),
        'requests', (
            SELECT coalesce(jsonb_agg(audit.personal_request(to_jsonb(v), staff_id, account) ORDER BY v.id), '[]')
            FROM schedule.request_resource AS v WHERE v.staff_id = staff_id OR v.partner_id = staff_id
        ),
        'duties', (
            SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY v.day, v.id), '[]')
            FROM schedule.duty_resource AS v WHERE v.staff_id = staff_id
        ),
        'presets', (
            SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY v.id), '[]')
            FROM schedule.preset_resource AS v WHERE v.staff_id = staff_id
        ),
        'open_shifts', (
            SELECT coalesce(jsonb_agg(to_jsonb(v) - 'takers' ORDER BY v.id), '[]')
            FROM approval.open_shift_resource AS v WHERE v.giver_id = staff_id
        ),
        'open_shift_takers', (
            SELECT
                coalesce(
                    jsonb_agg(jsonb_build_object('open_shift_id', t.open_shift_id, 'asked_at', t.asked_at) ORDER BY t.open_shift_id),
                    '[]'
                )
            FROM approval.open_shift_taker AS t WHERE t.staff_id = staff_id
        ),
        'delegations', (
            SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY v.id), '[]')
            FROM approval.delegation_resource AS v WHERE account IN (v.account_id, v.delegate_id)
        ),
        'account', (
            SELECT to_jsonb(a) - '{recorded_from,change_id}'::text[]
            FROM auth.account AS a WHERE a.account_id = account
        ),
        'grants', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'unit_id', g.unit_id) ORDER BY g.grant_id), '[]')
            FROM auth.role_grant AS g WHERE g.account_id = account
        ),
        'reporting_logins', (
            SELECT coalesce(jsonb_agg(r.login ORDER BY r.login), '[]')
            FROM auth.reporting_login AS r WHERE r.account_id = account
        ),
        'sign_in', sign_in,
        'history', history,
        'erasures', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.erasure_id, 'at', r.recorded_from) ORDER BY r.erasure_id), '[]')
            FROM audit.erasure AS r WHERE r.staff_id = staff_id
        ),
        'audit', (
            SELECT
                coalesce(
                    jsonb_agg(
                        -- What a row said while it was somebody else's is nothing about this person.
                        to_jsonb(v)
                        || CASE WHEN (v.old ->> 'staff_id')::bigint <> staff_id THEN '{"old": null}' ELSE '{}' END::jsonb
                        || CASE WHEN (v.new ->> 'staff_id')::bigint <> staff_id THEN '{"new": null}' ELSE '{}' END::jsonb
                        -- Why two people exchange something is about the one who asked for it.
                        || CASE
                            WHEN v.relation = 'schedule.adjustment'
                                AND (coalesce(v.new, v.old) ->> 'request_id')::bigint = ANY(shared) THEN '{"reason": null}'
                            ELSE '{}'
                        END::jsonb
                        ORDER BY v.change_id, v.id
                    ),
                    '[]'
                )
            FROM audit.entry_resource AS v
            WHERE v.id IN (
                SELECT e.entry_id
                FROM audit.entry AS e
                WHERE (e.position IS NOT NULL AND e.staff_id = staff_id) OR (e.position IS NULL AND e.staff_id = staff_id)
                UNION
                SELECT e.entry_id
                FROM audit.entry AS e
                WHERE
                    (e.position IS NOT NULL AND e.relation = 'auth.account' AND e.row_key = account::text)
                    OR (e.position IS NULL AND e.relation = 'auth.account' AND e.row_key = account::text)
                UNION
                SELECT e.entry_id
                FROM audit.entry AS e
                WHERE
                    ((e.position IS NOT NULL AND e.relation IN ('auth.role_grant', 'auth.reporting_login'))
                        OR (e.position IS NULL AND e.relation IN ('auth.role_grant', 'auth.reporting_login')))
                    AND (coalesce(e.new, e.old) ->> 'account_id')::bigint = account
                UNION
                SELECT e.entry_id
                FROM audit.entry AS e
                WHERE
                    ((e.position IS NOT NULL AND e.relation = 'schedule.preset_line')
                        OR (e.position IS NULL AND e.relation = 'schedule.preset_line'))
                    AND (coalesce(e.new, e.old) ->> 'preset_id')::bigint = ANY(presets)
            )
        ),
        'imports', (
            SELECT
                coalesce(
                    jsonb_agg(
                        jsonb_build_object(
                            'import_id', r.batch_id, 'file_name', b.file_name, 'line', r.line, 'data', r.data,
                            'outcome', r.outcome, 'remark', r.remark
                        )
                        ORDER BY r.batch_id, r.ordinal
                    ),
                    '[]'
                )
            FROM import.file_row AS r
            JOIN import.batch AS b ON b.batch_id = r.batch_id
            JOIN org.staff AS s ON s.staff_id = staff_id
            WHERE
                r.staff_id = staff_id
                OR r.request_id IN (SELECT q.request_id FROM schedule.request AS q WHERE q.staff_id = staff_id)
                OR (
                    num_nonnulls(r.staff_id, r.request_id) = 0
                    AND s.employee_number IN (r.data ->> 'employee_number', r.data ->> 'person')
                )
        )
    );
END;
$$;
COMMENT ON FUNCTION audit.personal_data(bigint) IS
'All that is held on a person, without secrets: rows, former versions, audit entries, rows of imports.';
