-- The activities that every organisation knows. What an organisation has changed in them stays as it is.
CREATE FUNCTION org.ensure_standard_activities() RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
BEGIN
    INSERT INTO org.activity (code, name, colour, class, works, available, absent, private, shown_as)
    SELECT g.code, g.name, g.colour, g.class, g.works, g.available, g.absent, FALSE, NULL
    FROM (
        VALUES
        (1, 'office', 'Office', '#22c55e', 1, TRUE, TRUE, FALSE),
        (2, 'remote', 'Remote', '#10b981', 1, TRUE, TRUE, FALSE),
        (3, 'meeting', 'Meeting', '#f59e0b', 2, TRUE, FALSE, FALSE),
        (4, 'training', 'Training', '#3b82f6', 2, TRUE, FALSE, FALSE),
        (5, 'trip', 'Business trip', '#ec4899', 2, TRUE, FALSE, FALSE),
        (6, 'night_duty', 'Night duty', '#4f46e5', 2, TRUE, TRUE, FALSE),
        (7, 'break', 'Break', '#f97316', 2, FALSE, FALSE, FALSE),
        (8, 'leave', 'Leave', '#ef4444', 3, FALSE, FALSE, TRUE),
        (9, 'off', 'Off', '#94a3b8', 3, FALSE, FALSE, TRUE)
    ) AS g (place, code, name, colour, class, works, available, absent)
    WHERE NOT EXISTS (SELECT FROM org.activity AS a WHERE a.code = g.code)
    ORDER BY g.place;

    INSERT INTO org.activity (code, name, colour, class, works, available, absent, private, shown_as)
    SELECT g.code, g.name, g.colour, 3, FALSE, FALSE, TRUE, TRUE, l.activity_id
    FROM (
        VALUES
        ('sick', 'Sick', '#be123c'),
        ('unplanned', 'Unplanned absence', '#dc2626')
    ) AS g (code, name, colour)
    JOIN org.activity AS l ON l.code = 'leave'
    WHERE NOT EXISTS (SELECT FROM org.activity AS a WHERE a.code = g.code)
    ORDER BY g.code;
END;
$$;
COMMENT ON FUNCTION org.ensure_standard_activities() IS
'Creates the standard activities that are missing: office, remote, meeting, training, trip, night_duty, break, leave, off, and sick '
'and unplanned, which others see as leave.';
