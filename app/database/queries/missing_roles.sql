-- Roles of ours that the server does not have.
SELECT wanted.name
FROM unnest(
    ARRAY['strata_owner', 'strata_app', 'strata_user', 'strata_login', 'strata_relay', 'strata_bi']
) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name)
ORDER BY wanted.name
