-- The shape of Strata's schemas as text (of all schemas when strata.whole_database is on): one row
-- per object, the same on PostgreSQL 15 and 18 and however the object came about. Bodies of functions and views are
-- shortened to a hash; their text is in sql/.
WITH
namespace AS (
    SELECT
        n.oid,
        n.nspname,
        n.nspowner,
        n.nspacl
    FROM pg_namespace AS n
    WHERE
        n.nspname !~ '^pg_'
        AND n.nspname <> 'information_schema'
        AND (current_setting('strata.whole_database', TRUE) = 'on' OR pg_get_userbyid(n.nspowner) = 'strata_owner')
),

relation AS (
    SELECT
        c.*,
        format('%I.%I', n.nspname, c.relname) AS identity,
        CASE c.relkind
            WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view'
            WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table'
        END AS kind
    FROM pg_class AS c INNER JOIN namespace AS n ON c.relnamespace = n.oid
    -- Days of the log come and go by themselves.
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND NOT (c.relispartition AND n.nspname = 'event')
),

-- Who may do what; what the owner may do goes without saying.
granted AS (
    SELECT
        entry.classid,
        entry.objid,
        entry.objsubid,
        string_agg(entry.grantee || ' may ' || entry.privileges, ', ' ORDER BY entry.grantee)
            AS privileges
    FROM (
        SELECT
            holder.classid,
            holder.objid,
            holder.objsubid,
            coalesce(pg_get_userbyid(nullif(acl.grantee, 0)), 'PUBLIC') AS grantee,
            string_agg(
                acl.privilege_type || CASE WHEN acl.is_grantable THEN '*' ELSE '' END,
                ' ' ORDER BY acl.privilege_type COLLATE "C"
            ) AS privileges
        FROM (
            SELECT 'pg_namespace'::regclass AS classid, oid AS objid, 0 AS objsubid,
                nspowner AS owner, coalesce(nspacl, acldefault('n', nspowner)) AS acl
            FROM namespace
            UNION ALL
            SELECT 'pg_class'::regclass, oid, 0, relowner,
                coalesce(relacl, acldefault((CASE relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char", relowner))
            FROM relation
            UNION ALL
            SELECT 'pg_class'::regclass, r.oid, a.attnum, r.relowner, a.attacl
            FROM relation AS r INNER JOIN pg_attribute AS a ON r.oid = a.attrelid
            WHERE a.attacl IS NOT NULL
            UNION ALL
            SELECT 'pg_proc'::regclass, p.oid, 0, p.proowner,
                coalesce(p.proacl, acldefault('f', p.proowner))
            FROM pg_proc AS p INNER JOIN namespace AS n ON p.pronamespace = n.oid
            UNION ALL
            SELECT 'pg_type'::regclass, t.oid, 0, t.typowner,
                coalesce(t.typacl, acldefault('T', t.typowner))
            FROM pg_type AS t INNER JOIN namespace AS n ON t.typnamespace = n.oid
            UNION ALL
            SELECT 'pg_default_acl'::regclass, d.oid, 0, d.defaclrole, d.defaclacl
            FROM pg_default_acl AS d
        ) AS holder
        CROSS JOIN LATERAL aclexplode(holder.acl) AS acl
        -- PostgreSQL 17 brought MAINTAIN; nobody but the owner gets it here.
        WHERE acl.grantee <> holder.owner AND acl.privilege_type <> 'MAINTAIN'
        GROUP BY holder.classid, holder.objid, holder.objsubid, acl.grantee
    ) AS entry
    GROUP BY entry.classid, entry.objid, entry.objsubid
),

object AS (
    SELECT
        'schema' AS kind,
        quote_ident(nspname) AS identity,
        'pg_namespace'::regclass AS classid,
        oid AS objid,
        0 AS objsubid,
        'owner ' || pg_get_userbyid(nspowner) AS definition
    FROM namespace
    UNION ALL
    SELECT 'extension', quote_ident(e.extname), 'pg_extension'::regclass, e.oid, 0,
        format('in %I', n.nspname)
    FROM pg_extension AS e
    INNER JOIN pg_namespace AS n ON e.extnamespace = n.oid
    WHERE current_setting('strata.whole_database', TRUE) = 'on' OR pg_get_userbyid(n.nspowner) = 'strata_owner'
    UNION ALL
    SELECT r.kind, r.identity, 'pg_class'::regclass, r.oid, 0,
        concat_ws(
            ', ',
            'owner ' || pg_get_userbyid(r.relowner),
            'options ' || (
                SELECT string_agg(item, ' ' ORDER BY item COLLATE "C")
                FROM unnest(r.reloptions) AS item
            ),
            CASE WHEN r.relpersistence <> 'p' THEN 'persistence ' || r.relpersistence::text END,
            CASE WHEN r.kind = 'table' AND r.relreplident <> 'd' THEN 'replica identity ' || r.relreplident::text END,
            CASE WHEN r.relrowsecurity THEN 'row security' END,
            CASE WHEN r.relforcerowsecurity THEN 'forced' END,
            'partitioned ' || pg_get_partkeydef(r.oid),
            CASE
                WHEN r.relispartition
                    THEN 'partition ' || pg_get_expr(r.relpartbound, r.oid)
            END,
            (
                SELECT string_agg('inherits ' || i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
                FROM pg_inherits AS i WHERE i.inhrelid = r.oid
            ),
            CASE
                WHEN r.kind IN ('view', 'materialized view')
                    THEN 'definition ' || md5(regexp_replace(pg_get_viewdef(r.oid), '\s+', '', 'g'))
            END,
            (
                SELECT format(
                    '%s start %s increment %s range %s %s cache %s%s',
                    format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
                    s.seqcache, CASE WHEN s.seqcycle THEN ' cycle' END
                )
                FROM pg_sequence AS s WHERE s.seqrelid = r.oid
            )
        )
    FROM relation AS r
    UNION ALL
    SELECT 'column', format('%s.%I', r.identity, a.attname), 'pg_class'::regclass, r.oid, a.attnum,
        concat_ws(
            ', ',
            -- The place among the columns that are there; dropped ones leave gaps in attnum.
            (
                SELECT count(*) FROM pg_attribute AS earlier
                WHERE
                    earlier.attrelid = a.attrelid
                    AND earlier.attnum BETWEEN 1 AND a.attnum
                    AND NOT earlier.attisdropped
            ) || ' ' || format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attnotnull THEN 'not null' END,
            CASE WHEN a.attidentity <> '' THEN 'identity ' || a.attidentity::text END,
            CASE a.attgenerated WHEN '' THEN 'default ' ELSE 'generated ' || a.attgenerated::text || ' ' END
            || regexp_replace(pg_get_expr(d.adbin, d.adrelid, TRUE), '\s+', ' ', 'g'),
            CASE WHEN a.attcollation <> t.typcollation THEN 'collate ' || a.attcollation::regcollation::text END
        )
    FROM relation AS r
    INNER JOIN pg_attribute AS a ON r.oid = a.attrelid AND a.attnum > 0 AND NOT a.attisdropped
    INNER JOIN pg_type AS t ON a.atttypid = t.oid
    LEFT JOIN pg_attrdef AS d ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE r.kind <> 'sequence'
    UNION ALL
    -- Not null is told with the column; only PostgreSQL 18 has constraints for it.
    SELECT 'constraint', format('%s.%I', r.identity, k.conname), 'pg_constraint'::regclass, k.oid, 0,
        concat_ws(
            ', ',
            regexp_replace(pg_get_constraintdef(k.oid, TRUE), '\s+', ' ', 'g'),
            CASE WHEN NOT k.convalidated THEN 'not valid' END
        )
    FROM pg_constraint AS k
    INNER JOIN relation AS r ON k.conrelid = r.oid
    WHERE k.contype <> 'n'
    UNION ALL
    SELECT 'index', format('%I.%I', n.nspname, c.relname), 'pg_class'::regclass, c.oid, 0,
        concat_ws(', ', pg_get_indexdef(c.oid), CASE WHEN NOT i.indisvalid THEN 'invalid' END)
    FROM pg_class AS c
    INNER JOIN namespace AS n ON c.relnamespace = n.oid
    INNER JOIN pg_index AS i ON c.oid = i.indexrelid
    INNER JOIN relation AS r ON i.indrelid = r.oid
    UNION ALL
    SELECT 'trigger', format('%s.%I', r.identity, t.tgname), 'pg_trigger'::regclass, t.oid, 0,
        concat_ws(', ', pg_get_triggerdef(t.oid), CASE WHEN t.tgenabled <> 'O' THEN 'enabled ' || t.tgenabled::text END)
    FROM pg_trigger AS t INNER JOIN relation AS r ON t.tgrelid = r.oid
    WHERE NOT t.tgisinternal
    UNION ALL
    SELECT 'rule', format('%s.%I', r.identity, w.rulename), 'pg_rewrite'::regclass, w.oid, 0,
        'definition ' || md5(pg_get_ruledef(w.oid))
    FROM pg_rewrite AS w INNER JOIN relation AS r ON w.ev_class = r.oid
    WHERE w.rulename <> '_RETURN'
    UNION ALL
    SELECT 'policy', format('%s.%I', r.identity, p.polname), 'pg_policy'::regclass, p.oid, 0,
        concat_ws(
            ', ',
            CASE p.polcmd
                WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update'
                WHEN 'd' THEN 'delete' ELSE 'all'
            END,
            CASE WHEN NOT p.polpermissive THEN 'restrictive' END,
            'to ' || (
                SELECT string_agg(coalesce(pg_get_userbyid(nullif(role, 0)), 'PUBLIC'), ' ' ORDER BY role <> 0, pg_get_userbyid(role))
                FROM unnest(p.polroles) AS role
            ),
            'using ' || pg_get_expr(p.polqual, p.polrelid),
            'check ' || pg_get_expr(p.polwithcheck, p.polrelid)
        )
    FROM pg_policy AS p INNER JOIN relation AS r ON p.polrelid = r.oid
    UNION ALL
    SELECT 'statistics', format('%I.%I', n.nspname, s.stxname), 'pg_statistic_ext'::regclass, s.oid, 0,
        pg_get_statisticsobjdef(s.oid)
    FROM pg_statistic_ext AS s INNER JOIN namespace AS n ON s.stxnamespace = n.oid
    UNION ALL
    SELECT 'function', format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
        'pg_proc'::regclass, p.oid, 0,
        concat_ws(
            ', ',
            CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' WHEN 'w' THEN 'window' END,
            'arguments ' || nullif(pg_get_function_arguments(p.oid), pg_get_function_identity_arguments(p.oid)),
            'returns ' || pg_get_function_result(p.oid),
            'language ' || (SELECT lanname FROM pg_language WHERE oid = p.prolang),
            CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
            CASE WHEN p.proisstrict THEN 'strict' END,
            CASE WHEN p.proleakproof THEN 'leakproof' END,
            CASE WHEN p.prosecdef THEN 'security definer' END,
            CASE WHEN p.proparallel <> 'u' THEN 'parallel ' || p.proparallel::text END,
            'cost ' || p.procost::text || CASE WHEN p.proretset THEN ' rows ' || p.prorows::text ELSE '' END,
            'support ' || nullif(p.prosupport::oid, 0)::regproc::text,
            'set ' || (SELECT string_agg(item, ' ' ORDER BY item COLLATE "C") FROM unnest(p.proconfig) AS item),
            'owner ' || pg_get_userbyid(p.proowner),
            'body ' || md5(coalesce(pg_get_function_sqlbody(p.oid), p.prosrc))
        )
    FROM pg_proc AS p INNER JOIN namespace AS n ON p.pronamespace = n.oid
    UNION ALL
    SELECT 'type', format('%I.%I', n.nspname, t.typname), 'pg_type'::regclass, t.oid, 0,
        concat_ws(
            ', ',
            CASE t.typtype WHEN 'd' THEN 'domain of ' || format_type(t.typbasetype, t.typtypmod)
                WHEN 'e' THEN 'enum' WHEN 'r' THEN 'range' ELSE 'composite' END,
            CASE WHEN t.typnotnull THEN 'not null' END,
            'default ' || t.typdefault,
            'of ' || (
                SELECT string_agg(quote_literal(e.enumlabel), ' ' ORDER BY e.enumsortorder)
                FROM pg_enum AS e WHERE e.enumtypid = t.oid
            ),
            'of ' || (SELECT format_type(g.rngsubtype, NULL) FROM pg_range AS g WHERE g.rngtypid = t.oid),
            'of ' || (
                SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
                FROM pg_attribute AS a
                WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
            ),
            (
                SELECT string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), ', ' ORDER BY k.conname)
                FROM pg_constraint AS k WHERE k.contypid = t.oid AND k.contype <> 'n'
            ),
            'owner ' || pg_get_userbyid(t.typowner)
        )
    FROM pg_type AS t
    INNER JOIN namespace AS n ON t.typnamespace = n.oid
    LEFT JOIN pg_class AS c ON t.typrelid = c.oid
    WHERE t.typtype IN ('d', 'e', 'r') OR (t.typtype = 'c' AND c.relkind = 'c')
    UNION ALL
    SELECT 'operator', o.oid::regoperator::text, 'pg_operator'::regclass, o.oid, 0,
        format('%s, owner %s', o.oprcode, pg_get_userbyid(o.oprowner))
    FROM pg_operator AS o INNER JOIN namespace AS n ON o.oprnamespace = n.oid
    UNION ALL
    SELECT 'default privileges',
        format(
            'of %s on %s%s', pg_get_userbyid(d.defaclrole),
            CASE d.defaclobjtype
                WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
                WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE d.defaclobjtype::text
            END,
            ' in ' || quote_ident(n.nspname)
        ),
        'pg_default_acl'::regclass, d.oid, 0, 'set'
    FROM pg_default_acl AS d LEFT JOIN pg_namespace AS n ON d.defaclnamespace = n.oid
    WHERE current_setting('strata.whole_database', TRUE) = 'on' OR pg_get_userbyid(d.defaclrole) = 'strata_owner'
    UNION ALL
    SELECT 'event trigger', quote_ident(evtname), 'pg_event_trigger'::regclass, oid, 0,
        format('on %s %s, enabled %s', evtevent, evtfoid::regproc, evtenabled)
    FROM pg_event_trigger
    UNION ALL
    SELECT 'publication', quote_ident(pubname), 'pg_publication'::regclass, oid, 0,
        'owner ' || pg_get_userbyid(pubowner)
    FROM pg_publication
    WHERE current_setting('strata.whole_database', TRUE) = 'on' OR pg_get_userbyid(pubowner) = 'strata_owner'
)

SELECT
    o.kind,
    o.identity,
    regexp_replace(
        concat_ws(
            ', ',
            o.definition,
            g.privileges,
            'comment ' || quote_literal(
                CASE
                    WHEN o.objsubid > 0 THEN col_description(o.objid, o.objsubid)
                    ELSE obj_description(o.objid, o.classid::regclass::name)
                END
            )
        ),
        '\s+', ' ', 'g'
    ) AS definition
FROM object AS o
LEFT JOIN granted AS g
    ON o.classid = g.classid AND o.objid = g.objid AND o.objsubid = g.objsubid
WHERE
    NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = o.classid AND d.objid = o.objid AND d.deptype = 'e'
    )
