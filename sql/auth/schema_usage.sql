-- Who may name objects of a schema; what may be done with them is granted beside each object.
GRANT USAGE ON SCHEMA api, auth, audit, org, schedule, approval, import, event TO strata_user;
-- The password hashes are within reach of these functions only while somebody signs in.
GRANT USAGE ON SCHEMA auth TO strata_login;
GRANT USAGE ON SCHEMA reporting, org, auth, approval TO strata_bi;
-- The log has the changes of everybody: only servers read it, and only by functions.
GRANT USAGE ON SCHEMA event TO strata_relay;
