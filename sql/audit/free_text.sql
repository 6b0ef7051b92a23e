-- What somebody may have written about a person into a row that names the person: an erasure empties it, in the rows, their
-- former versions and their entries of the audit. A new column of this kind gets a line here.
CREATE VIEW audit.free_text WITH (security_invoker = TRUE) AS
SELECT
    t.schema_name,
    t.table_name,
    t.column_name
FROM (
    VALUES
    ('schedule', 'request', 'reason'),
    ('schedule', 'request', 'import_key'),
    ('schedule', 'request', 'decision_comment'),
    ('approval', 'decision', 'comment'),
    ('schedule', 'adjustment', 'note'),
    ('schedule', 'duty', 'note')
) AS t (schema_name, table_name, column_name);
COMMENT ON VIEW audit.free_text IS
'Columns of tables with staff_id that hold free text about the person, which an erasure empties.';
