-- End the connections of this name, and wait until they are gone.
SELECT pg_terminate_backend(pid, 10000)
FROM pg_stat_activity
WHERE
    application_name = %s
    AND datname = current_database()
    AND usename = session_user
