CREATE FUNCTION approval.version_of(recorded_from timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE
SET search_path = ''
RETURN (extract(EPOCH FROM version_of.recorded_from) * 1000000)::bigint;
COMMENT ON FUNCTION approval.version_of(timestamptz) IS 'The version of a request that began to hold at an instant: microseconds.';
