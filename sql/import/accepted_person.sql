CREATE VIEW import.accepted_person WITH (security_invoker = TRUE) AS
SELECT p.*
FROM import.person AS p
INNER JOIN import.file_row AS r ON p.batch_id = r.batch_id AND p.ordinal = r.ordinal
WHERE r.outcome IN ('created', 'changed');
COMMENT ON VIEW import.accepted_person IS 'The people of a batch for whom there is something to write.';
