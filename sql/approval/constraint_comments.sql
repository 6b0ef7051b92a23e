-- What the constraints of this schema mean to a client: problem, field, sentence.
COMMENT ON CONSTRAINT rule_unit_exists ON approval.rule IS
'problem: conflict; field: unit_id; There is no such unit, or rules of approval are for it.';
COMMENT ON CONSTRAINT rule_activity_exists ON approval.rule IS
'problem: conflict; field: activity; There is no such activity, or rules of approval name it.';
COMMENT ON CONSTRAINT rule_name_not_blank ON approval.rule IS
'problem: invalid-value; field: name; The name must not be blank.';
COMMENT ON CONSTRAINT rule_activity_or_class ON approval.rule IS
'problem: invalid-value; field: class; A rule is for an activity or for a class, not for both.';
COMMENT ON CONSTRAINT rule_class_known ON approval.rule IS
'problem: invalid-value; field: class; The class must be 1 (place), 2 (task) or 3 (absence).';
COMMENT ON CONSTRAINT rule_requester_known ON approval.rule IS
'problem: invalid-value; field: requester; requester must be self, manager or admin.';
COMMENT ON CONSTRAINT rule_minimum_notice_range ON approval.rule IS
'problem: invalid-value; field: minimum_notice; The notice is 0 to 527040 minutes, which are 366 days.';
COMMENT ON CONSTRAINT rule_maximum_length_range ON approval.rule IS
'problem: invalid-value; field: maximum_length; The greatest length is 1 to 527040 minutes, which are 366 days.';
COMMENT ON CONSTRAINT rule_deadline_range ON approval.rule IS
'problem: invalid-value; field: deadline; The deadline is 1 to 527040 minutes, which are 366 days.';
COMMENT ON CONSTRAINT rule_on_deadline_known ON approval.rule IS
'problem: invalid-value; field: on_deadline; on_deadline must be escalate or expire.';
COMMENT ON CONSTRAINT rule_coverage_known ON approval.rule IS
'problem: invalid-value; field: coverage; coverage must be ignore, warn or block.';
COMMENT ON CONSTRAINT rule_from_before_to ON approval.rule IS
'problem: invalid-value; field: to; to must be later than from.';
COMMENT ON CONSTRAINT rule_step_rule_exists ON approval.rule_step IS
'problem: conflict; field: steps; There is no such rule.';
COMMENT ON CONSTRAINT rule_step_place_unique ON approval.rule_step IS
'problem: conflict; field: steps; Two steps of a rule have the same place.';
COMMENT ON CONSTRAINT rule_step_deciders_known ON approval.rule_step IS
'problem: invalid-value; field: steps; deciders must be unit_managers, parent_managers, admins or accounts.';
COMMENT ON CONSTRAINT rule_step_quorum_known ON approval.rule_step IS
'problem: invalid-value; field: steps; quorum must be any or all.';
COMMENT ON CONSTRAINT rule_step_accounts_named ON approval.rule_step IS
'problem: invalid-value; field: steps; A step that accounts decide, and no other, names them.';
COMMENT ON CONSTRAINT delegation_account_exists ON approval.delegation IS
'problem: conflict; field: account_id; There is no such account.';
COMMENT ON CONSTRAINT delegation_delegate_exists ON approval.delegation IS
'problem: conflict; field: delegate_id; There is no such account.';
COMMENT ON CONSTRAINT delegation_one_delegate ON approval.delegation IS
'problem: conflict; field: from; The account has a delegate in that time already.';
COMMENT ON CONSTRAINT delegation_to_another ON approval.delegation IS
'problem: invalid-value; field: delegate_id; Nobody is the own delegate.';
COMMENT ON CONSTRAINT delegation_from_before_to ON approval.delegation IS
'problem: invalid-value; field: to; to must be later than from.';
COMMENT ON CONSTRAINT open_shift_unit_exists ON approval.open_shift IS
'problem: conflict; field: unit_id; There is no such unit, or shifts were offered in it.';
COMMENT ON CONSTRAINT open_shift_activity_exists ON approval.open_shift IS
'problem: conflict; field: activity; There is no such activity, or shifts of it were offered.';
COMMENT ON CONSTRAINT open_shift_giver_exists ON approval.open_shift IS
'problem: conflict; field: giver_id; There is no such person.';
COMMENT ON CONSTRAINT open_shift_offerer_exists ON approval.open_shift IS
'problem: conflict; field: offered_by; There is no such account, or it has offered shifts.';
COMMENT ON CONSTRAINT open_shift_request_exists ON approval.open_shift IS
'problem: conflict; field: request_id; There is no such request, or a shift was taken by it.';
COMMENT ON CONSTRAINT open_shift_start_before_end ON approval.open_shift IS
'problem: invalid-value; field: end; end must be later than start.';
COMMENT ON CONSTRAINT open_shift_at_most_366_days ON approval.open_shift IS
'problem: invalid-value; field: end; A shift is at most 366 days long.';
COMMENT ON CONSTRAINT open_shift_whole_minutes ON approval.open_shift IS
'problem: invalid-value; field: start; A shift starts and ends on whole minutes.';
COMMENT ON CONSTRAINT open_shift_taking_known ON approval.open_shift IS
'problem: invalid-value; field: taking; taking must be first or chosen.';
COMMENT ON CONSTRAINT open_shift_state_known ON approval.open_shift IS
'problem: invalid-value; field: state; There is no such state of an offered shift.';
COMMENT ON CONSTRAINT open_shift_taken_by_request ON approval.open_shift IS
'problem: invalid-value; field: request_id; A shift is taken by a request, and only then.';
COMMENT ON CONSTRAINT open_shift_taker_shift_exists ON approval.open_shift_taker IS
'problem: conflict; field: open_shift_id; There is no such shift.';
COMMENT ON CONSTRAINT open_shift_taker_staff_exists ON approval.open_shift_taker IS
'problem: conflict; field: staff_id; There is no such person.';
COMMENT ON CONSTRAINT open_shift_taker_once ON approval.open_shift_taker IS
'problem: conflict; field: staff_id; The person has said so already.';
