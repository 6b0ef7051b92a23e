-- Which object needs which. What is a part of something else stands for the whole: a rewrite rule
-- for its view, a row type for its relation, an array type for its element type, the constraint of
-- a domain for the domain, a default of a view's column for the view.
SELECT DISTINCT
    dependent.classid,
    dependent.objid,
    referenced.classid AS needs_classid,
    referenced.objid AS needs_objid,
    pg_describe_object(dependent.classid, dependent.objid, 0) AS description
FROM pg_depend AS d
LEFT JOIN pg_rewrite AS rule ON d.classid = 'pg_rewrite'::regclass AND d.objid = rule.oid
LEFT JOIN pg_constraint AS domain_check
    ON
        d.classid = 'pg_constraint'::regclass
        AND d.objid = domain_check.oid
        AND domain_check.contypid <> 0
LEFT JOIN pg_attrdef AS column_default
    ON
        d.classid = 'pg_attrdef'::regclass
        AND d.objid = column_default.oid
        AND EXISTS (SELECT FROM pg_class WHERE oid = column_default.adrelid AND relkind = 'v')
LEFT JOIN pg_type AS own ON d.classid = 'pg_type'::regclass AND d.objid = own.oid
LEFT JOIN pg_type AS needed ON d.refclassid = 'pg_type'::regclass AND d.refobjid = needed.oid
LEFT JOIN pg_type AS element ON needed.typcategory = 'A' AND needed.typelem = element.oid
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN
                rule.oid IS NOT NULL OR column_default.oid IS NOT NULL OR own.typrelid <> 0
                THEN 'pg_class'::regclass::oid
            WHEN domain_check.oid IS NOT NULL THEN 'pg_type'::regclass::oid
            ELSE d.classid
        END AS classid,
        coalesce(
            rule.ev_class,
            column_default.adrelid,
            nullif(own.typrelid, 0),
            domain_check.contypid,
            d.objid
        ) AS objid
) AS dependent
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN coalesce(element.typrelid, needed.typrelid, 0) <> 0 THEN 'pg_class'::regclass::oid
            ELSE d.refclassid
        END AS classid,
        coalesce(
            nullif(coalesce(element.typrelid, needed.typrelid), 0), element.oid, d.refobjid
        ) AS objid
) AS referenced
WHERE
    d.deptype IN ('n', 'a')
    AND d.refobjid >= 16384
    AND (dependent.classid, dependent.objid) <> (referenced.classid, referenced.objid)
