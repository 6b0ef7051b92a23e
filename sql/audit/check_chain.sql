-- Each entry is compared with the seal before it as it is stored: where all links hold, the chain holds from its beginning. A
-- part of the chain at a time, so that a long one needs neither memory nor patience without news.
CREATE FUNCTION audit.check_chain(
    after_position bigint,
    most integer,
    INOUT previous bytea,
    OUT checked bigint,
    OUT erased bigint,
    OUT broken_position bigint,
    OUT entry_id bigint,
    OUT fault text
)
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    WITH erasure AS MATERIALIZED (
        -- As the chain has it, not as the table audit.erasure does.
        SELECT
            e.row_key::bigint AS erasure_id,
            (e.new ->> 'entries')::int8multirange AS entries
        FROM audit.entry AS e
        WHERE
            (e.position IS NOT NULL AND e.relation = 'audit.erasure' AND e.action = 'insert')
            OR (e.position IS NULL AND e.relation = 'audit.erasure' AND e.action = 'insert')
    ),
    part AS MATERIALIZED (
        SELECT
            e.*,
            row_number() OVER w + after_position AS expected,
            CASE WHEN row_number() OVER w = 1 THEN previous ELSE lag(e.seal) OVER w END AS seal_before
        FROM (
            SELECT e.* FROM audit.entry AS e WHERE e.position > after_position ORDER BY e.position LIMIT most
        ) AS e
        WINDOW w AS (ORDER BY e.position)
    ),
    looked_at AS MATERIALIZED (
        SELECT
            p.position,
            p.expected,
            p.entry_id,
            p.seal,
            p.erasure_id,
            CASE
                WHEN p.position <> p.expected THEN 'missing'
                WHEN p.seal IS DISTINCT FROM audit.seal_of(p.seal_before, p.position, h.head, p.digest) THEN 'seal'
                WHEN p.erasure_id IS NOT NULL AND NOT EXISTS (
                    SELECT FROM erasure AS r WHERE r.erasure_id = p.erasure_id AND r.entries @> p.entry_id
                ) THEN 'erasure'
                WHEN p.erasure_id IS NULL AND p.digest IS DISTINCT FROM audit.content_digest(p.salt, p.old, p.new) THEN 'content'
                WHEN p.erasure_id IS NOT NULL AND num_nonnulls(p.old, p.new, p.salt) > 0 THEN 'content'
            END AS fault
        FROM part AS p
        JOIN audit.entry_head AS h ON h.entry_id = p.entry_id
    ),
    first_fault AS (
        SELECT l.expected, CASE WHEN l.fault <> 'missing' THEN l.entry_id END AS entry_id, l.fault
        FROM looked_at AS l
        WHERE l.fault IS NOT NULL
        ORDER BY l.position
        LIMIT 1
    )
    SELECT
        (SELECT l.seal FROM looked_at AS l ORDER BY l.position DESC LIMIT 1),
        count(*),
        count(l.erasure_id),
        min(f.expected),
        min(f.entry_id),
        min(f.fault)
    INTO STRICT previous, checked, erased, broken_position, entry_id, fault
    FROM looked_at AS l
    LEFT JOIN first_fault AS f ON TRUE;
END;
$$;
COMMENT ON FUNCTION audit.check_chain(bigint, integer, bytea) IS
'Looks at most so many entries of the chain after a position, whose seal is given: how many there were and how many of them are
erased, the seal of the last one, and the first broken one. fault: missing (no entry has the position), seal (what it says of
what, who and when, its digest or its place do not fit its seal), content (the content does not fit its digest), erasure (empty,
and no erasure says so).';
