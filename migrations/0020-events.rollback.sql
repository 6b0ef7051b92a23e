-- squawk-ignore-file ban-drop-column, ban-drop-table
ALTER TABLE org.settings_history DROP COLUMN event_retention_days;
ALTER TABLE org.settings DROP COLUMN event_retention_days;
DROP TABLE event.delivery_attempt;
DROP TABLE event.delivery;
DROP TABLE event.webhook_progress;
DROP TABLE event.webhook_history;
DROP TABLE event.webhook;
DROP TABLE event.sequencer;
DROP TABLE event.log;
DROP TABLE event.outbox;
DROP SCHEMA event;
