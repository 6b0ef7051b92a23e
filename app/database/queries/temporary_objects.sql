-- Who may make temporary objects: of those that others let in, nobody must.
SELECT holder.name
FROM unnest(ARRAY['public', 'strata_app', 'strata_user', 'strata_bi', 'strata_relay']) AS holder (name)
WHERE has_database_privilege(holder.name, current_database(), 'TEMPORARY')
ORDER BY holder.name
