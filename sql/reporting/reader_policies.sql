-- What the views of this schema read as their reader. Until rights on units exist a reporting login reads the whole
-- organisation, with private activities masked.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['calendar_day', 'unit', 'membership', 'secondment', 'activity'] LOOP
        EXECUTE format('GRANT SELECT ON org.%I TO strata_bi', name);
        EXECUTE format('CREATE POLICY reporting ON org.%I FOR SELECT TO strata_bi USING (TRUE)', name);
    END LOOP;
    GRANT SELECT ON org.assignment TO strata_bi;
END;
$$;
