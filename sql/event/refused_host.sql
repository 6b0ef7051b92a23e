-- Other forms of addresses, and what a name stands for, are looked at when something is sent.
CREATE FUNCTION event.refused_host(url text) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    host CONSTANT text := trim(BOTH '[]' FROM substring(url FROM '^https?://(\[[^\]]*\]|[0-9.]+)(?:[:/?]|$)'));
    address inet;
BEGIN
    address := host;
    IF address <<= ANY(string_to_array(current_setting('strata.refused_networks', TRUE), ',')::inet[])
        AND NOT address <<= ANY(string_to_array(current_setting('strata.webhook_networks', TRUE), ',')::inet[])
    THEN
        RETURN host;
    END IF;
    RETURN NULL;
EXCEPTION
    WHEN invalid_text_representation THEN
        RETURN NULL;
END;
$$;
COMMENT ON FUNCTION event.refused_host(text) IS
'The host of an address that webhooks may not reach: an IP address in strata.refused_networks and not in strata.webhook_networks, which
the server sets for the transaction; null for any other.';
