-- Roles belong to the cluster, not to the database: made when missing, never dropped.
-- Run by the administrator's login before the migrations; everything after it runs as strata_owner.
DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT *
        FROM (
            VALUES
            ('strata_owner', 'NOLOGIN'),
            ('strata_user', 'NOLOGIN'),
            ('strata_login', 'NOLOGIN'),
            ('strata_bi', 'NOLOGIN'),
            ('strata_relay', 'NOLOGIN'),
            ('strata_app', 'LOGIN NOINHERIT')
        ) AS w (name, attributes)
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles AS r WHERE r.rolname = w.name)
    LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I %s', wanted.name, wanted.attributes);
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL; -- another database of this cluster was migrated at the same moment
        END;
    END LOOP;
    -- From PostgreSQL 16 on, whoever made a role is its member without the right to act as it.
    IF NOT pg_has_role(
        current_user, 'strata_owner',
        CASE WHEN current_setting('server_version_num')::integer < 160000 THEN 'MEMBER' ELSE 'SET' END
    ) THEN
        EXECUTE format('GRANT strata_owner TO %I', current_user);
    END IF;
    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_auth_members AS m
        WHERE m.roleid = 'strata_user'::regrole AND m.member = 'strata_app'::regrole
    ) THEN
        GRANT strata_user TO strata_app;
    END IF;
    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_auth_members AS m
        WHERE m.roleid = 'strata_login'::regrole AND m.member = 'strata_app'::regrole
    ) THEN
        GRANT strata_login TO strata_app;
    END IF;
    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_auth_members AS m
        WHERE m.roleid = 'strata_relay'::regrole AND m.member = 'strata_app'::regrole
    ) THEN
        GRANT strata_relay TO strata_app;
    END IF;
    EXECUTE format('GRANT CREATE ON DATABASE %I TO strata_owner', current_database());
    -- A temporary function, table or type is what an attack on functions of the owner begins with.
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END;
$$;
