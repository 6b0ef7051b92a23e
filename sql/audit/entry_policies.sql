-- Who administers the whole organisation reads what happened to its rows; nobody else does. The salt is nobody's business.
GRANT SELECT (entry_id, change_id, relation, row_key, action, staff_id, old, new, position, digest, seal, erasure_id)
ON audit.entry TO strata_user, strata_bi;
CREATE POLICY administrators ON audit.entry FOR SELECT TO strata_user, strata_bi
USING ((SELECT auth.holds_everywhere('admin')));
