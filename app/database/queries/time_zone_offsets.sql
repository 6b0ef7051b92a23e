-- What PostgreSQL thinks of the clocks: the distance to UTC in each zone, month by month.
SELECT
    zone.name,
    sample.instant,
    (sample.instant AT TIME ZONE zone.name) - (sample.instant AT TIME ZONE 'UTC') AS distance
FROM unnest(%(zones)s::text[]) AS zone (name)
CROSS JOIN generate_series(
    date_trunc('year', now(), 'UTC'), now() + interval '3 years', interval '1 month'
) AS sample (instant)
ORDER BY zone.name, sample.instant
