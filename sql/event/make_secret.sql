-- What nobody can read again cannot leak from an answer, a log or a backup of a client.
CREATE FUNCTION event.make_secret(webhook bigint) RETURNS text
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    secret CONSTANT text := 'whsec_' || encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64');
    made CONSTANT jsonb := coalesce(nullif(current_setting('strata.new_secrets', TRUE), '')::jsonb, '{}');
BEGIN
    PERFORM set_config('strata.new_secrets', (made || jsonb_build_object(webhook, secret))::text, TRUE);
    RETURN secret;
END;
$$;
COMMENT ON FUNCTION event.make_secret(bigint) IS
'A new random secret for a webhook: whsec_ and base 64 of 32 bytes. The running transaction, and no other, sees it in the resource.';
