-- The functions behind the routes of every noun of api.resource. The catalogue then knows them as if each were written by
-- hand: names and types of the arguments, volatility, comment, grant. OpenAPI reads the last lines of the comments.
-- They read as whoever asks, so row security holds; only what writes runs as the owner, behind auth.guard.
DO $$
DECLARE
    kind record;
    made record;
BEGIN
    FOR kind IN
        SELECT
            r.noun,
            r.title,
            r.relation::regclass AS relation,
            r.ends OR r.end_function IS NOT NULL AS dated,
            r.sorts,
            r.noun = 'settings' AS single,
            CASE r.noun WHEN 'staff' THEN 'person' ELSE replace(r.noun, '_', ' ') END AS label,
            CASE WHEN r.noun = 'settings' THEN '' ELSE 'id bigint, ' END AS id_argument,
            CASE WHEN r.noun = 'settings' THEN '1' ELSE format('%I.id', r.noun || '_get') END AS id_read,
            CASE WHEN r.noun = 'settings' THEN '1' ELSE 'id' END AS id_value,
            coalesce(f.signature, '') AS filter_arguments,
            coalesce(f.pairs, '') AS filter_pairs,
            'unit' = ANY(r.filters) AS by_unit,
            'on' = ANY(r.filters) AS by_date
        FROM api.resource AS r
        LEFT JOIN LATERAL (
            SELECT
                string_agg(format('%I %s DEFAULT NULL, ', g.name, g.type), '' ORDER BY g.place) AS signature,
                string_agg(format('%L, %I', g.name, g.name), ', ' ORDER BY g.place) AS pairs
            FROM (
                SELECT
                    u.name,
                    u.place,
                    CASE u.name
                        WHEN 'unit' THEN 'bigint'
                        WHEN 'on' THEN 'date'
                        ELSE format_type(a.atttypid, a.atttypmod)
                    END AS type
                FROM unnest(r.filters) WITH ORDINALITY AS u (name, place)
                LEFT JOIN pg_catalog.pg_attribute AS a
                    ON a.attrelid = r.relation::regclass AND a.attname = u.name
            ) AS g
        ) AS f ON TRUE
        ORDER BY r.noun
    LOOP
        FOR made IN
            SELECT
                m.name,
                m.arguments,
                m.returns,
                m.volatility,
                m.declared,
                m.body,
                m.comment
            FROM (
                VALUES
                (
                    FALSE, kind.noun || '_list',
                    kind.filter_arguments || '"limit" integer DEFAULT 100, cursor text DEFAULT NULL, sort text DEFAULT NULL, '
                    'fields text[] DEFAULT NULL, as_of text DEFAULT NULL',
                    'json', 'STABLE', '',
                    format(
                        'RETURN api.list_resources(%L, jsonb_strip_nulls(jsonb_build_object(%s)), "limit", cursor, sort, '
                        'fields, as_of);',
                        kind.noun, kind.filter_pairs
                    ),
                    kind.title || E', a page at a time.\nlimit: 1 to 1000 per page; cursor: next of the page before. sort: '
                    || array_to_string(kind.sorts, ', ') || E', falling after a "-".\nfields: those to show besides id and '
                    || 'version. as_of: as the database knew them at that instant.'
                    || CASE WHEN kind.by_unit THEN E'\nunit: only those of this unit and those below it.' ELSE '' END
                    || CASE WHEN kind.by_date THEN E'\non: only what is valid on that date.' ELSE '' END
                    || format(E'\nAnswer: %s_list.', kind.noun)
                    || CASE WHEN kind.by_unit THEN E'\nProblems: not-found.' ELSE '' END
                ),
                (
                    TRUE, kind.noun || '_get',
                    kind.id_argument || 'fields text[] DEFAULT NULL, as_of text DEFAULT NULL',
                    'json', 'STABLE', 'resource json;',
                    format(
                        'IF fields IS NULL AND as_of IS NULL THEN '
                        'SELECT row_to_json(r) INTO resource FROM (SELECT %s FROM %s AS v WHERE v.id = %s) AS r; '
                        'ELSE '
                        'resource := api.past_resource(%L, %s, fields, as_of); '
                        'END IF; '
                        'IF resource IS NULL THEN '
                        'RAISE EXCEPTION USING ERRCODE = ''ST004'', COLUMN = ''id'', MESSAGE = api.absence(%4$L, %5$s); '
                        'END IF; '
                        'RETURN resource;',
                        api.shown_columns(kind.noun), kind.relation, kind.id_read, kind.noun, kind.id_value
                    ),
                    CASE WHEN kind.single THEN kind.title ELSE 'One ' || kind.label END
                    || E'.\nfields: those to show besides id and version. as_of: as the database knew it at that instant.'
                    || format(E'\nAnswer: %s_answer.', kind.noun)
                    || CASE WHEN kind.single THEN E'\nProblems: not-found.' ELSE '' END
                ),
                (
                    FALSE, kind.noun || '_create', 'body jsonb', 'json', 'VOLATILE', '',
                    format('RETURN api.create_resource(%L, body);', kind.noun),
                    format(
                        E'Makes one %s, or as many as a list has, 1 to 1000, all or none: {items}.\n'
                        'Errors: 422 or 409 with everything that is wrong; of a list by place and field, as in /3/name.\n'
                        'Body: %s_creation.\nAnswer: %2$s_created.\nProblems: conflict, schedule-overlap.',
                        kind.label, kind.noun
                    )
                ),
                (
                    TRUE, kind.noun || '_change', kind.id_argument || 'body jsonb, version bigint[] DEFAULT NULL',
                    'json', 'VOLATILE', '',
                    format('RETURN api.change_resource(%L, %s, body, version);', kind.noun, kind.id_value),
                    format(
                        E'Changes the fields that the body has (JSON merge patch, RFC 7396), if the version is still the one '
                        'that was read.\nBody: %s_change.\nAnswer: %1$s.\nProblems: conflict, schedule-overlap.',
                        kind.noun
                    )
                ),
                (
                    FALSE, kind.noun || '_end',
                    'id bigint, version bigint[] DEFAULT NULL'
                    || CASE WHEN kind.dated THEN ', "to" date DEFAULT NULL' ELSE '' END,
                    'void', 'VOLATILE', '',
                    format(
                        'PERFORM api.require_visible(%L, id); PERFORM api.end_resource(%1$L, id, version, %2$s);',
                        kind.noun, CASE WHEN kind.dated THEN '"to"' ELSE 'NULL' END
                    ),
                    CASE
                        WHEN kind.dated THEN format(
                            E'Ends one %s, if the version is still the one that was read; its past stays.\n'
                            'to: the first day without it (default: today in the organisation''s zone). What has not begun '
                            'by then is deleted.',
                            kind.label
                        )
                        ELSE format('Deletes one %s, if the version is still the one that was read.', kind.label)
                    END || E'\nProblems: conflict.'
                )
            ) AS m (also_single, name, arguments, returns, volatility, declared, body, comment)
            WHERE m.also_single OR NOT kind.single
        LOOP
            EXECUTE format(
                'CREATE FUNCTION api.%I(%s) RETURNS %s LANGUAGE plpgsql %s SET search_path = '''' AS %L',
                made.name, made.arguments, made.returns, made.volatility,
                format(
                    'DECLARE acting CONSTANT bigint := auth.require_account(); %s BEGIN %s END', made.declared, made.body
                )
            );
            EXECUTE format('COMMENT ON FUNCTION api.%I IS %L', made.name, made.comment);
            EXECUTE format('GRANT EXECUTE ON FUNCTION api.%I TO strata_user', made.name);
        END LOOP;
    END LOOP;
END;
$$;
