-- What would overlap approved adjustments of its class is refused as a whole, before the constraint would refuse
-- everything. What is stored wins over the file, and of two rows the one that the file says first.
CREATE FUNCTION import.settle_overlaps(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
BEGIN
    INSERT INTO import.fault (batch_id, ordinal, segment, field, reason)
    SELECT DISTINCT ON (s.ordinal, s.segment)
        s.batch_id,
        s.ordinal,
        s.segment,
        'activity',
        format(
            'overlaps %s, which is approved already (request %s)',
            import.clock_text(
                v.code,
                s.local_start + (a.starts_at - s.starts_at),
                s.local_start + (a.ends_at - s.starts_at)
            ),
            a.request_id
        )
    FROM import.file_row AS r
    JOIN import.segment AS s ON s.batch_id = r.batch_id AND s.ordinal = r.ordinal
    JOIN schedule.adjustment AS a
        ON a.staff_id = s.staff_id
        AND a.class = s.class
        AND a.state = 'approved'
        AND a.starts_at < s.ends_at
        AND a.ends_at > s.starts_at
    JOIN org.activity AS v ON v.activity_id = a.activity_id
    WHERE r.batch_id = batch_id AND r.outcome IS NULL
    ORDER BY s.ordinal, s.segment, a.starts_at;
    PERFORM import.settle_refused(batch_id);

    -- In each round the rows are accepted that touch nothing undecided before them, and then what touches them is refused.
    WHILE EXISTS (SELECT FROM import.file_row AS r WHERE r.batch_id = batch_id AND r.outcome IS NULL) LOOP
        UPDATE import.file_row AS r
        SET outcome = 'created'
        WHERE
            r.batch_id = batch_id
            AND r.outcome IS NULL
            AND r.ordinal NOT IN (
                SELECT o.ordinal
                FROM import.overlap AS o
                JOIN import.file_row AS e ON e.batch_id = o.batch_id AND e.ordinal = o.earlier_ordinal
                WHERE o.batch_id = batch_id AND e.outcome IS NULL
            );

        INSERT INTO import.fault (batch_id, ordinal, segment, field, reason)
        SELECT DISTINCT ON (o.ordinal, o.segment)
            o.batch_id,
            o.ordinal,
            o.segment,
            'activity',
            format('overlaps %s on line %s', import.clock_text(a.code, s.local_start, s.local_end), e.line)
        FROM import.overlap AS o
        JOIN import.file_row AS r ON r.batch_id = o.batch_id AND r.ordinal = o.ordinal
        JOIN import.file_row AS e ON e.batch_id = o.batch_id AND e.ordinal = o.earlier_ordinal
        JOIN import.segment AS s
            ON s.batch_id = o.batch_id
            AND s.ordinal = o.earlier_ordinal
            AND s.segment = o.earlier_segment
        JOIN org.activity AS a ON a.activity_id = s.activity_id
        WHERE o.batch_id = batch_id AND r.outcome IS NULL AND e.outcome = 'created'
        ORDER BY o.ordinal, o.segment, o.earlier_ordinal, o.earlier_segment;
        PERFORM import.settle_refused(batch_id);
    END LOOP;
END;
$$;
COMMENT ON FUNCTION import.settle_overlaps(bigint) IS
'Decides which requests of a batch are stored: all that overlap neither what is stored nor an accepted row before them.';
