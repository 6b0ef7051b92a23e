-- A portion is one subtransaction. One that fails is halved, so that a clean file costs few of them and a faulty row does
-- not stop the others. All steps of a row are done or none: what it would have ended goes on. The rules of the API are about
-- one row each, for which nested loops are right.
CREATE FUNCTION import.write_steps(batch_id bigint, ordinals integer[]) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = on
AS $$
#variable_conflict use_variable
DECLARE
    half CONSTANT integer := cardinality(ordinals) / 2;
    step import.step;
    code text;
    message text;
    problem_detail text;
    failed_constraint text;
    failed_column text;
BEGIN
    BEGIN
        FOR step IN
            SELECT s.*
            FROM import.step AS s
            WHERE s.batch_id = batch_id AND s.ordinal = ANY(ordinals)
            ORDER BY s.step_id
        LOOP
            IF step.resource_id IS NULL THEN
                PERFORM api.insert_resource(step.noun, step.body);
            ELSE
                PERFORM api.refuse_faults(step.noun, step.body, creating => FALSE);
                PERFORM api.write_resource(step.noun, step.resource_id, step.body);
            END IF;
        END LOOP;
        RETURN;
    EXCEPTION
        WHEN integrity_constraint_violation OR SQLSTATE 'ST000' THEN
            GET STACKED DIAGNOSTICS
                code = RETURNED_SQLSTATE,
                message = MESSAGE_TEXT,
                problem_detail = PG_EXCEPTION_DETAIL,
                failed_constraint = CONSTRAINT_NAME,
                failed_column = COLUMN_NAME;
    END;
    IF half > 0 THEN
        PERFORM import.write_steps(batch_id, ordinals[1:half]);
        PERFORM import.write_steps(batch_id, ordinals[half + 1:]);
        RETURN;
    END IF;
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT
        batch_id,
        step.ordinal,
        coalesce(n.named, f.field),
        g.fault ->> 'detail'
    FROM jsonb_array_elements(
        (api.error_faults(code, message, problem_detail, failed_constraint, failed_column)).faults
    ) AS g (fault)
    CROSS JOIN LATERAL (SELECT ltrim(g.fault ->> 'pointer', '/') AS field) AS f
    LEFT JOIN (
        VALUES
        ('staff_id', 'employee_number'), ('site_id', 'site'), ('unit_id', 'unit'),
        ('pattern_id', 'pattern'), ('parent_id', 'parent')
    ) AS n (field, named) ON n.field = f.field;
END;
$$;
COMMENT ON FUNCTION import.write_steps(bigint, integer[]) IS
'Creates and changes the resources of some rows through the API''s own rules; what they refuse becomes faults of the rows.';
