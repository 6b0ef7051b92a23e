-- Units of one level; the names are unique in the whole tree.
INSERT INTO org.unit (parent_id, name)
SELECT
    p.unit_id,
    g.name
FROM jsonb_to_recordset(%(rows)s) AS g (name text, parent text)
LEFT JOIN org.unit AS p ON g.parent = p.name;
