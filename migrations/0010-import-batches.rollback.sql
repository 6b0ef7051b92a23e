DROP TABLE import.profile_history;
DROP TABLE import.profile;
DROP TABLE import.step;
ALTER TABLE import.file_row
DROP COLUMN leader,
DROP CONSTRAINT file_row_staff_exists,
ADD CONSTRAINT file_row_staff_exists FOREIGN KEY (staff_id) REFERENCES org.staff,
DROP CONSTRAINT file_row_request_exists,
ADD CONSTRAINT file_row_request_exists FOREIGN KEY (request_id) REFERENCES schedule.request,
DROP CONSTRAINT file_row_outcome_known,
ADD CONSTRAINT file_row_outcome_known CHECK (outcome IN ('created', 'changed', 'unchanged', 'refused'));
ALTER TABLE import.batch
DROP CONSTRAINT batch_rolled_back_by_exists,
DROP CONSTRAINT batch_change_exists,
DROP CONSTRAINT batch_account_exists,
DROP CONSTRAINT batch_state_known,
DROP CONSTRAINT batch_kind_known,
ADD CONSTRAINT batch_kind_known CHECK (kind IN ('people', 'requests', 'adjustments')),
DROP COLUMN state,
DROP COLUMN account_id,
DROP COLUMN change_id,
DROP COLUMN counts,
DROP COLUMN difference,
DROP COLUMN rolled_back_at,
DROP COLUMN rolled_back_by;
