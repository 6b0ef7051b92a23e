CREATE FUNCTION api.keep_answer(key text, answer json) RETURNS json
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
BEGIN
    UPDATE audit.idempotency_key AS k SET answer = keep_answer.answer
    WHERE k.account_id = acting AND k.key = keep_answer.key;
    RETURN answer;
END;
$$;
COMMENT ON FUNCTION api.keep_answer(text, json) IS
'Keeps the answer under the key that api.claim_key has just taken, in the transaction that makes it, and returns it.';
GRANT EXECUTE ON FUNCTION api.keep_answer(text, json) TO strata_user;
