-- From the fifth failure on an account rests for 2, 4, 8 ... seconds, at most a quarter of an hour. It is never locked for good.
CREATE FUNCTION auth.note_failure(account bigint) RETURNS void
LANGUAGE sql VOLATILE
SET search_path = ''
BEGIN ATOMIC
    UPDATE auth.credential AS c SET
        failures = n.failures,
        last_failed_at = clock_timestamp(),
        throttled_until = CASE
            WHEN n.failures >= 5 THEN clock_timestamp() + least(power(2, least(n.failures - 4, 20)), 900) * interval '1 second'
        END
    FROM (
        SELECT
            k.account_id,
            -- A day without failures is a new beginning.
            CASE WHEN k.last_failed_at > clock_timestamp() - interval '1 day' THEN k.failures ELSE 0 END + 1 AS failures
        FROM auth.credential AS k
        WHERE k.account_id = note_failure.account
    ) AS n
    WHERE c.account_id = n.account_id;
END;
COMMENT ON FUNCTION auth.note_failure(
    bigint
) IS
'Counts a failed attempt of an account, whose credential is locked, and delays the next ones.';
