CREATE VIEW import.overlap WITH (security_invoker = TRUE) AS
SELECT
    later.batch_id,
    later.ordinal,
    later.segment,
    earlier.ordinal AS earlier_ordinal,
    earlier.segment AS earlier_segment
FROM import.segment AS later
INNER JOIN import.segment AS earlier
    ON
        later.batch_id = earlier.batch_id
        AND later.staff_id = earlier.staff_id
        AND later.class = earlier.class
        AND later.ordinal > earlier.ordinal
        AND later.starts_at < earlier.ends_at
        AND later.ends_at > earlier.starts_at;
COMMENT ON VIEW import.overlap IS
'Segments of one person and class that overlap, in different rows of a batch, and which of them the file says first.';
