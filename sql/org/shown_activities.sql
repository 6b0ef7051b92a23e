-- The one place where something private becomes its public stand-in: whoever names an activity to somebody joins this by
-- activity and by whether the reader is in the person's confidence. What is private today was never to be seen, so an earlier
-- instant at which it was not private yet makes no difference.
CREATE FUNCTION org.shown_activities(known_at timestamptz DEFAULT 'infinity')
RETURNS TABLE (
    activity_id bigint,
    confidential boolean,
    shown_id bigint,
    code text,
    class smallint,
    works boolean,
    available boolean,
    absent boolean
)
LANGUAGE sql STABLE ROWS 40
SET search_path = ''
BEGIN ATOMIC
    WITH known AS MATERIALIZED (
        SELECT
            v.activity_id,
            coalesce(v.shown_as, p.shown_as) AS shown_as,
            v.code,
            v.class,
            v.works,
            v.available,
            v.absent
        FROM org.activity_version AS v
        LEFT JOIN org.activity AS p ON v.activity_id = p.activity_id
        WHERE
            v.recorded_from <= shown_activities.known_at
            AND (
                v.superseded IS NULL
                OR (shown_activities.known_at < 'infinity' AND v.superseded @> shown_activities.known_at)
            )
    )

    SELECT
        k.activity_id,
        TRUE AS confidential,
        k.activity_id AS shown_id,
        k.code,
        k.class,
        k.works,
        k.available,
        k.absent
    FROM known AS k
    UNION ALL
    SELECT
        k.activity_id,
        FALSE AS confidential,
        coalesce(k.shown_as, k.activity_id) AS shown_id,
        coalesce(s.code, p.code) AS code,
        coalesce(s.class, p.class) AS class,
        coalesce(s.works, p.works) AS works,
        coalesce(s.available, p.available) AS available,
        coalesce(s.absent, p.absent) AS absent
    FROM known AS k
    LEFT JOIN known AS s ON coalesce(k.shown_as, k.activity_id) = s.activity_id
    -- A stand-in that was not known then is the one of today.
    LEFT JOIN org.activity AS p ON coalesce(k.shown_as, k.activity_id) = p.activity_id;
END;
COMMENT ON FUNCTION org.shown_activities(timestamptz) IS
'Every activity as it is shown, as known at an instant: to those in the confidence of a person as it is, to others a private one as its
stand-in, with the id (shown_id), code, class and flags of that.';
