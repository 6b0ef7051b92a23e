DROP INDEX audit.transaction_request_id;
DROP INDEX audit.transaction_recorded_at;
DROP TABLE audit.entry;
