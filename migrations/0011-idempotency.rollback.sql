DROP TABLE audit.idempotency_key;
