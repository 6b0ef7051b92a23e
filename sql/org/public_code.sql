-- For whoever reads what was asked for and may not name what is private: somebody who decides it without managing anybody.
CREATE FUNCTION org.public_code(activity_id bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT s.code
    FROM org.activity AS a
    INNER JOIN org.activity AS s ON coalesce(a.shown_as, a.activity_id) = s.activity_id
    WHERE a.activity_id = public_code.activity_id;
END;
COMMENT ON FUNCTION org.public_code(bigint) IS
'The code of an activity as everybody may see it: of something private, that of its stand-in. Null: there is no such activity.';
GRANT EXECUTE ON FUNCTION org.public_code(bigint) TO strata_user;
