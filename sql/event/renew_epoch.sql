CREATE FUNCTION event.renew_epoch() RETURNS text
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    here CONSTANT text := event.identity();
    new_epoch text;
BEGIN
    UPDATE event.sequencer AS s
    SET
        epoch = split_part(here, '-', 1) || '-' || split_part(here, '-', 2) || '-'
            || to_hex((extract(EPOCH FROM clock_timestamp()) * 1000000)::bigint),
        identity = here,
        written_by = pg_current_xact_id()
    RETURNING s.epoch INTO STRICT new_epoch;
    PERFORM pg_notify('strata_event', new_epoch);
    RETURN new_epoch;
END;
$$;
COMMENT ON FUNCTION event.renew_epoch() IS
'Begins a new epoch: positions that clients hold do not count any more, and they read everything again. Happens by itself after a
restored dump and on a promoted standby; by hand where files of the cluster were put back. Returns the epoch: system identifier, time
line and instant (microseconds), in base 16.';
