-- Triggers of one view fire in the order of their names: the guard comes before the one that writes.
DO $$
DECLARE
    kind record;
BEGIN
    FOR kind IN
        SELECT
            r.noun,
            r.relation,
            CASE WHEN r.noun = 'settings' THEN 'UPDATE' ELSE 'INSERT OR UPDATE OR DELETE' END AS events
        FROM api.resource AS r
        ORDER BY r.noun
    LOOP
        EXECUTE format(
            'CREATE TRIGGER guard INSTEAD OF %s ON %s FOR EACH ROW EXECUTE FUNCTION auth.guard(%L)',
            kind.events, kind.relation, kind.noun
        );
    END LOOP;
END;
$$;
