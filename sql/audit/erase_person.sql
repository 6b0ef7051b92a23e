-- Ids, dates and times stay, so schedules, hours, coverage and rights that were given are as before; who the person was and
-- what was written about the person is gone, from whatever keeps it. What the chain of the audit proves stays proven: emptied
-- entries keep their digest.
CREATE FUNCTION audit.erase_person(staff_id bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    pseudonym CONSTANT text := 'Person ' || staff_id;
    number_pseudonym CONSTANT text := 'erased-' || staff_id;
    accounts bigint[];
    presets bigint[];
    numbers text[];
    names text[];
    emptied bigint[];
    new_erasure bigint;
    part record;
BEGIN
    -- No sealer computes meanwhile a digest of what is about to go; and the person is locked as for any other change.
    PERFORM pg_advisory_xact_lock(hashtextextended('audit.seal', 0));
    PERFORM schedule.lock_staff(ARRAY[staff_id]);

    -- All by which the person was ever known. An account that stands for somebody else by now, or did since, is not the person's.
    accounts := ARRAY(
        SELECT a.account_id
        FROM auth.account AS a
        WHERE
            coalesce(
                a.staff_id,
                (
                    SELECT h.staff_id FROM auth.account_history AS h
                    WHERE h.account_id = a.account_id AND h.staff_id IS NOT NULL
                    ORDER BY h.recorded DESC
                    LIMIT 1
                )
            ) = staff_id
    );
    presets := ARRAY(
        SELECT p.preset_id FROM schedule.preset AS p WHERE p.staff_id = staff_id
        UNION
        SELECT h.preset_id FROM schedule.preset_history AS h WHERE h.staff_id = staff_id
    );
    numbers := ARRAY(
        SELECT s.employee_number FROM org.staff AS s WHERE s.staff_id = staff_id
        UNION
        SELECT h.employee_number FROM org.staff_history AS h WHERE h.staff_id = staff_id
    );
    names := ARRAY(
        SELECT t.known
        FROM (
            SELECT unnest(ARRAY[s.name, s.email]) AS known FROM org.staff AS s WHERE s.staff_id = staff_id
            UNION
            SELECT unnest(ARRAY[h.name, h.email]) FROM org.staff_history AS h WHERE h.staff_id = staff_id
            UNION
            SELECT unnest(ARRAY[a.name, a.email]) FROM auth.account AS a WHERE a.account_id = ANY(accounts)
            UNION
            SELECT unnest(ARRAY[h.name, h.email]) FROM auth.account_history AS h WHERE h.account_id = ANY(accounts)
        ) AS t
        WHERE t.known IS NOT NULL AND t.known <> pseudonym
    );

    -- The rows, and then their former versions, of which these changes have just made the last ones.
    UPDATE org.staff AS s SET name = pseudonym, employee_number = number_pseudonym, email = NULL
    WHERE s.staff_id = staff_id;
    UPDATE org.staff_history AS h SET name = pseudonym, employee_number = number_pseudonym, email = NULL
    WHERE h.staff_id = staff_id;
    FOR part IN SELECT t.schema_name, t.table_name, t.column_name FROM audit.free_text AS t
    LOOP
        EXECUTE format(
            'UPDATE %1$I.%2$I SET %3$I = NULL WHERE staff_id = $1 AND %3$I IS NOT NULL',
            part.schema_name, part.table_name, part.column_name
        ) USING staff_id;
        EXECUTE format(
            'UPDATE %1$I.%2$I SET %3$I = NULL WHERE staff_id = $1 AND %3$I IS NOT NULL',
            part.schema_name, part.table_name || '_history', part.column_name
        ) USING staff_id;
    END LOOP;
    UPDATE approval.open_shift AS o SET note = NULL WHERE o.giver_id = staff_id AND o.note IS NOT NULL;
    UPDATE approval.open_shift_history AS h SET note = NULL WHERE h.giver_id = staff_id AND h.note IS NOT NULL;
    DELETE FROM schedule.preset AS p WHERE p.staff_id = staff_id;
    DELETE FROM schedule.preset_history AS h WHERE h.preset_id = ANY(presets);
    DELETE FROM schedule.preset_line_history AS h WHERE h.preset_id = ANY(presets);

    UPDATE auth.account AS a
    SET name = pseudonym, email = format('erased-%s@invalid', a.account_id), active = FALSE
    WHERE a.account_id = ANY(accounts);
    UPDATE auth.account_history AS h SET name = pseudonym, email = format('erased-%s@invalid', h.account_id)
    WHERE h.account_id = ANY(accounts) OR h.staff_id = staff_id;
    -- The names of logins are those of roles of the database, and stay in what is kept of them.
    DELETE FROM auth.reporting_login AS r WHERE r.account_id = ANY(accounts);
    FOR part IN SELECT t.schema_name, t.table_name FROM audit.sign_in_table AS t ORDER BY t.is_referred_to, t.table_name
    LOOP
        EXECUTE format('DELETE FROM %I.%I WHERE account_id = ANY($1)', part.schema_name, part.table_name) USING accounts;
    END LOOP;

    PERFORM audit.erase_imports(staff_id, numbers, names);
    -- Answers that are kept for clients that ask again.
    DELETE FROM audit.idempotency_key AS k
    WHERE
        k.account_id = ANY(accounts)
        OR jsonb_path_exists(
            k.answer::jsonb,
            '$.** ? (@.staff_id == $id || @.giver_id == $id || (@.id == $id && exists(@.employee_number)))',
            jsonb_build_object('id', staff_id)
        );

    -- The entries that this transaction has just made are among them. The indexes of rows and people know only sealed ones.
    emptied := ARRAY(
        SELECT e.entry_id
        FROM audit.entry AS e
        WHERE
            ((e.position IS NOT NULL AND e.staff_id = staff_id) OR (e.position IS NULL AND e.staff_id = staff_id))
            AND (
                e.relation IN ('org.staff', 'auth.account', 'schedule.preset')
                OR EXISTS (
                    SELECT FROM audit.free_text AS t
                    WHERE
                        e.relation = t.schema_name || '.' || t.table_name
                        AND num_nonnulls(e.old ->> t.column_name, e.new ->> t.column_name) > 0
                )
            )
        UNION
        -- A row that went over to somebody else has one entry more that says what it was, under the name of the other.
        SELECT e.entry_id
        FROM (
            SELECT DISTINCT
                o.relation,
                o.row_key
            FROM audit.entry AS o
            WHERE
                ((o.position IS NOT NULL AND o.staff_id = staff_id) OR (o.position IS NULL AND o.staff_id = staff_id))
                AND (
                    o.relation IN ('auth.account', 'schedule.preset')
                    OR o.relation IN (SELECT t.schema_name || '.' || t.table_name FROM audit.free_text AS t)
                )
        ) AS k
        JOIN audit.entry AS e
            ON
                (e.position IS NOT NULL AND e.relation = k.relation AND e.row_key = k.row_key)
                OR (e.position IS NULL AND e.relation = k.relation AND e.row_key = k.row_key)
        WHERE (e.old ->> 'staff_id')::bigint = staff_id AND e.staff_id IS DISTINCT FROM staff_id
        UNION
        SELECT e.entry_id
        FROM audit.entry AS e
        WHERE
            (e.position IS NOT NULL AND e.relation = 'auth.account' AND e.row_key = ANY(accounts::text[]))
            OR (e.position IS NULL AND e.relation = 'auth.account' AND e.row_key = ANY(accounts::text[]))
        UNION
        SELECT e.entry_id
        FROM audit.entry AS e
        WHERE
            ((e.position IS NOT NULL AND e.relation = 'schedule.preset_line')
                OR (e.position IS NULL AND e.relation = 'schedule.preset_line'))
            AND (coalesce(e.new, e.old) ->> 'preset_id')::bigint = ANY(presets)
        UNION
        SELECT e.entry_id
        FROM audit.entry AS e
        WHERE
            ((e.position IS NOT NULL AND e.relation = 'approval.open_shift')
                OR (e.position IS NULL AND e.relation = 'approval.open_shift'))
            AND (coalesce(e.new, e.old) ->> 'giver_id')::bigint = staff_id
            AND num_nonnulls(e.old ->> 'note', e.new ->> 'note') > 0
    );
    INSERT INTO audit.erasure AS r (staff_id, entries)
    SELECT
        staff_id,
        coalesce(range_agg(int8range(e.entry_id, e.entry_id, '[]')), '{}')
    FROM audit.entry AS e
    WHERE e.entry_id = ANY(emptied) AND e.erasure_id IS NULL
    RETURNING r.erasure_id INTO STRICT new_erasure;
    UPDATE audit.entry AS e
    SET
        erasure_id = new_erasure,
        digest = coalesce(e.digest, audit.content_digest(gen_random_uuid(), e.old, e.new)),
        old = NULL,
        new = NULL,
        salt = NULL
    WHERE e.entry_id = ANY(emptied) AND e.erasure_id IS NULL;
    RETURN new_erasure;
END;
$$;
COMMENT ON FUNCTION audit.erase_person(bigint) IS
'Replaces the name, number and addresses of a person by a pseudonym, and destroys what was written about the person, in rows,
former versions, audit entries, rows of imports and kept answers; the account cannot sign in any more. Returns the id of the
erasure.';
