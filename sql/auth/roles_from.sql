CREATE FUNCTION auth.roles_from(role text) RETURNS text[]
LANGUAGE sql IMMUTABLE
SET search_path = ''
RETURN CASE roles_from.role
    WHEN 'viewer' THEN '{viewer,staff,manager,admin}'::text[]
    WHEN 'staff' THEN '{staff,manager,admin}'
    WHEN 'manager' THEN '{manager,admin}'
    WHEN 'admin' THEN '{admin}'
    ELSE '{}'
END;
COMMENT ON FUNCTION auth.roles_from(text) IS 'The roles that may do what this role may: each may also do what those before it may.';
