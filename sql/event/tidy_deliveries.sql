CREATE FUNCTION event.tidy_deliveries() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    DELETE FROM event.delivery AS d
    USING org.settings AS s
    WHERE d.created_at < clock_timestamp() - s.event_retention_days * interval '1 day';
END;
$$;
COMMENT ON FUNCTION event.tidy_deliveries() IS 'Deletes deliveries that are older than the log of events is kept.';
GRANT EXECUTE ON FUNCTION event.tidy_deliveries() TO strata_relay;
