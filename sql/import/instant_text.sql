CREATE FUNCTION import.instant_text(value text) RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        CASE
            WHEN g.minutes IS NOT NULL
                THEN (import.local_text(left(instant_text.value, 16)) - g.minutes * interval '1 minute') AT TIME ZONE 'UTC'
        END
    FROM (
        SELECT
            CASE
                WHEN right(instant_text.value, 1) = 'Z' THEN 0
                ELSE
                    substring(instant_text.value FROM '([+-][0-9]{2}):?[0-9]{2}$')::integer * 60
                    + (substring(instant_text.value FROM '([+-])[0-9]{2}:?[0-9]{2}$') || '1')::integer
                    * substring(instant_text.value FROM '[+-][0-9]{2}:?([0-9]{2})$')::integer
            END AS minutes
        WHERE
            instant_text.value
            ~ '^[12][0-9]{3}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:00([.]0+)?)?(Z|[+-](0[0-9]|1[0-5]):?[0-5][0-9])$'
    ) AS g;
END;
COMMENT ON FUNCTION import.instant_text(text) IS
'The instant that an RFC 3339 text in whole minutes means; null for anything else, also without a distance from UTC.';
