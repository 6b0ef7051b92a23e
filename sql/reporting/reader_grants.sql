-- What the views of this schema read as their reader; which rows, auth/reader_policies.sql says. Of other tables it reads the
-- columns that the views need: of the history of a row no more than its key and the changes that wrote and ended it.
DO $$
DECLARE
    name text;
    base record;
BEGIN
    FOREACH name IN ARRAY ARRAY['calendar_day', 'membership', 'secondment', 'activity', 'site', 'holiday'] LOOP
        EXECUTE format('GRANT SELECT ON org.%I TO strata_bi', name);
    END LOOP;
    GRANT SELECT ON org.assignment TO strata_bi;
    GRANT SELECT (time_zone) ON org.settings TO strata_bi;
    GRANT SELECT ON audit.transaction TO strata_bi;
    GRANT SELECT (account_id, name) ON auth.account TO strata_bi;
    FOR base IN
        SELECT
            t.schema_name,
            t.table_name,
            (SELECT string_agg(quote_ident(k), ', ') FROM unnest(t.key_columns) AS k) AS keys
        FROM audit.domain_table AS t
        ORDER BY t.schema_name, t.table_name
    LOOP
        EXECUTE format(
            'GRANT SELECT (%s, change_id) ON %I.%I TO strata_bi', base.keys, base.schema_name, base.table_name
        );
        EXECUTE format(
            'GRANT SELECT (%s, change_id, superseded_by) ON %I.%I TO strata_bi',
            base.keys, base.schema_name, base.table_name || '_history'
        );
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO strata_bi', base.schema_name);
    END LOOP;
    GRANT USAGE ON SCHEMA audit, auth TO strata_bi;
END;
$$;
