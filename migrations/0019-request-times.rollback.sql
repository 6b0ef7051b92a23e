-- squawk-ignore-file require-concurrent-index-deletion
DROP INDEX schedule.request_decided_at;
DROP INDEX schedule.request_requested_at;
