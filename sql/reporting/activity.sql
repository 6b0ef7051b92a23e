CREATE VIEW reporting.activity WITH (security_invoker = TRUE) AS
SELECT
    a.code,
    a.name,
    a.colour,
    a.class,
    a.works,
    a.available,
    a.absent
FROM org.activity AS a
WHERE NOT a.private;
COMMENT ON VIEW reporting.activity IS
'The activities that reports show; private ones show as another.';
COMMENT ON COLUMN reporting.activity.code IS 'Code, as in the other views.';
COMMENT ON COLUMN reporting.activity.name IS 'Name.';
COMMENT ON COLUMN reporting.activity.colour IS 'Colour as #rrggbb.';
COMMENT ON COLUMN reporting.activity.class IS 'Precedence in the merge: 1 place, 2 task, 3 absence.';
COMMENT ON COLUMN reporting.activity.works IS 'Whether it counts as working time.';
COMMENT ON COLUMN reporting.activity.available IS 'Whether the person is available.';
COMMENT ON COLUMN reporting.activity.absent IS 'Whether the person is absent.';
GRANT SELECT ON reporting.activity TO strata_bi;
