-- What the merge is compared with: its rows for the window and the windows beside it, stored and indexed.
DROP TABLE IF EXISTS precomputed;
CREATE TABLE precomputed AS
SELECT s.*
FROM generate_series(-1, 1) AS n
CROSS JOIN LATERAL schedule.effective_segments(
    ARRAY(SELECT staff_id FROM org.staff),
    timestamptz '2026-11-16 00:00+00' + n * current_setting('bench.days')::integer * interval '1 day',
    timestamptz '2026-11-16 00:00+00' + (n + 1) * current_setting('bench.days')::integer * interval '1 day'
) AS s;
CREATE INDEX precomputed_starts_at ON precomputed (starts_at);
ANALYZE precomputed;
