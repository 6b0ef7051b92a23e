CREATE FUNCTION import.ensure_site(site_name text, site_zone text) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    found_site org.site;
BEGIN
    SELECT s.* INTO found_site FROM org.site AS s WHERE s.name = site_name;
    IF found_site.site_id IS NULL THEN
        IF NOT EXISTS (SELECT FROM org.site) THEN
            UPDATE org.settings SET time_zone = site_zone WHERE time_zone = 'UTC' AND site_zone <> 'UTC';
        END IF;
        INSERT INTO org.site (name, time_zone) VALUES (site_name, site_zone) RETURNING site_id INTO STRICT found_site.site_id;
    ELSIF found_site.time_zone <> site_zone THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'time_zone',
            MESSAGE = format('The site %s is in the zone %s, not in %s.', site_name, found_site.time_zone, site_zone);
    END IF;
    RETURN found_site.site_id;
END;
$$;
COMMENT ON FUNCTION import.ensure_site(text, text) IS
'The site of this name, made when there is none; the zone of the first one becomes the organisation''s (ST001: it is in another zone).';
