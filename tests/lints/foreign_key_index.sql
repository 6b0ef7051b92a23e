-- Every foreign key begins an index, so that a deletion in the referenced table needs no scan.
SELECT format('%s of %s', k.conname, k.conrelid::regclass) AS object
FROM pg_constraint AS k
INNER JOIN pg_class AS c ON k.conrelid = c.oid
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
WHERE
    k.contype = 'f'
    AND k.conparentid = 0
    AND n.nspowner = 'strata_owner'::regrole
    AND NOT EXISTS (
        SELECT FROM pg_index AS i
        WHERE
            i.indrelid = k.conrelid
            AND i.indisvalid
            -- An index of some rows serves when it leaves out none but those without a value.
            AND (
                i.indpred IS NULL
                OR pg_get_expr(i.indpred, i.indrelid) = (
                    SELECT format('(%I IS NOT NULL)', a.attname)
                    FROM pg_attribute AS a
                    WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
                )
            )
            AND (
                SELECT array_agg(key.attnum ORDER BY key.attnum)
                FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS key (attnum, place)
                WHERE key.place <= cardinality(k.conkey)
            ) = (SELECT array_agg(attnum ORDER BY attnum) FROM unnest(k.conkey) AS attnum)
    )
