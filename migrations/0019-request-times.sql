-- depends: 0017-approval
-- squawk-ignore-file require-concurrent-index-creation
-- Reports ask for the requests of a day.
CREATE INDEX request_requested_at ON schedule.request (requested_at);
CREATE INDEX request_decided_at ON schedule.request (decided_at);
