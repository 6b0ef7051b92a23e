-- What the constraints of this schema mean to a client: problem, field, sentence.
COMMENT ON CONSTRAINT pattern_name_unique ON schedule.pattern IS
'problem: conflict; field: name; There is a pattern with this name already.';
COMMENT ON CONSTRAINT pattern_name_not_blank ON schedule.pattern IS
'problem: invalid-value; field: name; The name must not be blank.';
COMMENT ON CONSTRAINT pattern_days_range ON schedule.pattern IS
'problem: invalid-value; field: days; A pattern has 1 to 366 days.';
COMMENT ON CONSTRAINT pattern_line_pattern_exists ON schedule.pattern_line IS
'problem: conflict; field: pattern_id; There is no such pattern of that length.';
COMMENT ON CONSTRAINT pattern_line_activity_exists ON schedule.pattern_line IS
'problem: conflict; field: activity; There is no such activity, or patterns still use it.';
COMMENT ON CONSTRAINT pattern_line_day_in_cycle ON schedule.pattern_line IS
'problem: invalid-value; field: day; The day must lie within the pattern; the first one is 0.';
COMMENT ON CONSTRAINT pattern_line_start_in_day ON schedule.pattern_line IS
'problem: invalid-value; field: start; The start must be a time of day.';
COMMENT ON CONSTRAINT pattern_line_length ON schedule.pattern_line IS
'problem: invalid-value; field: end; A line lasts from one minute to one day.';
COMMENT ON CONSTRAINT pattern_line_on_clock_change_known ON schedule.pattern_line IS
'problem: invalid-value; field: on_clock_change; on_clock_change must be wall or elapsed.';
COMMENT ON CONSTRAINT pattern_line_no_overlap ON schedule.pattern_line IS
'problem: schedule-overlap; field: start; Lines of a pattern must not overlap.';
COMMENT ON CONSTRAINT pattern_line_from_before_to ON schedule.pattern_line IS
'problem: invalid-value; field: from; A line must count on one day at least.';
COMMENT ON CONSTRAINT contract_staff_exists ON schedule.contract IS
'problem: conflict; field: staff_id; There is no such person.';
COMMENT ON CONSTRAINT contract_site_exists ON schedule.contract IS
'problem: conflict; field: site_id; There is no such site, or contracts still name it.';
COMMENT ON CONSTRAINT contract_pattern_exists ON schedule.contract IS
'problem: conflict; field: pattern_id; There is no such pattern, or contracts still use it.';
COMMENT ON CONSTRAINT contract_no_overlap ON schedule.contract IS
'problem: schedule-overlap; field: from; The person has a contract in that time already.';
COMMENT ON CONSTRAINT contract_from_before_to ON schedule.contract IS
'problem: invalid-value; field: to; to must be later than from.';
COMMENT ON CONSTRAINT contract_holiday_rule_known ON schedule.contract IS
'problem: invalid-value; field: holiday_rule; holiday_rule must be by_start, by_minute or ignore.';
COMMENT ON CONSTRAINT request_staff_exists ON schedule.request IS
'problem: conflict; field: staff_id; There is no such person.';
COMMENT ON CONSTRAINT request_requester_exists ON schedule.request IS
'problem: conflict; field: requested_by; There is no such account, or requests still name it.';
COMMENT ON CONSTRAINT request_decider_exists ON schedule.request IS
'problem: conflict; field: decided_by; There is no such account, or requests still name it.';
COMMENT ON CONSTRAINT request_import_key_unique ON schedule.request IS
'problem: conflict; field: import_key; This request has been imported already.';
COMMENT ON CONSTRAINT request_state_known ON schedule.request IS
'problem: invalid-value; field: state; There is no such state of a request.';
COMMENT ON CONSTRAINT adjustment_request_exists ON schedule.adjustment IS
'problem: conflict; field: request_id; There is no such request, or it still has adjustments.';
COMMENT ON CONSTRAINT adjustment_staff_exists ON schedule.adjustment IS
'problem: conflict; field: staff_id; There is no such person.';
COMMENT ON CONSTRAINT adjustment_activity_exists ON schedule.adjustment IS
'problem: conflict; field: activity; There is no such activity, or adjustments still use it.';
COMMENT ON CONSTRAINT adjustment_no_overlap ON schedule.adjustment IS
'problem: schedule-overlap; field: adjustments; The person already has something of the same class in that time.';
COMMENT ON CONSTRAINT adjustment_start_before_end ON schedule.adjustment IS
'problem: invalid-value; field: adjustments; An adjustment must end after it starts.';
COMMENT ON CONSTRAINT adjustment_at_most_366_days ON schedule.adjustment IS
'problem: invalid-value; field: adjustments; An adjustment is at most 366 days long.';
COMMENT ON CONSTRAINT adjustment_whole_minutes ON schedule.adjustment IS
'problem: invalid-value; field: adjustments; An adjustment starts and ends on whole minutes.';
COMMENT ON CONSTRAINT adjustment_state_known ON schedule.adjustment IS
'problem: invalid-value; field: state; There is no such state of an adjustment.';
COMMENT ON CONSTRAINT coverage_requirement_unit_exists ON schedule.coverage_requirement IS
'problem: conflict; field: unit_id; There is no such unit, or it still has coverage requirements.';
COMMENT ON CONSTRAINT coverage_requirement_site_exists ON schedule.coverage_requirement IS
'problem: conflict; field: site_id; There is no such site, or it still has coverage requirements.';
COMMENT ON CONSTRAINT coverage_requirement_weekdays_or_dates ON schedule.coverage_requirement IS
'problem: invalid-value; field: weekdays; Give either weekdays or dates.';
COMMENT ON CONSTRAINT coverage_requirement_weekdays_known ON schedule.coverage_requirement IS
'problem: invalid-value; field: weekdays; Weekdays are numbers from 1 (Monday) to 7, each at most once.';
COMMENT ON CONSTRAINT coverage_requirement_dates_given ON schedule.coverage_requirement IS
'problem: invalid-value; field: dates; Give 1 to 1000 dates.';
COMMENT ON CONSTRAINT coverage_requirement_start_in_day ON schedule.coverage_requirement IS
'problem: invalid-value; field: start; The start must be a time of day.';
COMMENT ON CONSTRAINT coverage_requirement_length ON schedule.coverage_requirement IS
'problem: invalid-value; field: end; The window lasts from one minute to one day.';
COMMENT ON CONSTRAINT coverage_requirement_people_not_negative ON schedule.coverage_requirement IS
'problem: invalid-value; field: people; The number of people must be 0 or more.';
COMMENT ON CONSTRAINT coverage_requirement_from_before_to ON schedule.coverage_requirement IS
'problem: invalid-value; field: to; to must be later than from.';
COMMENT ON CONSTRAINT coverage_requirement_activity_requirement_exists ON schedule.coverage_requirement_activity IS
'problem: conflict; field: activities; There is no such coverage requirement.';
COMMENT ON CONSTRAINT coverage_requirement_activity_exists ON schedule.coverage_requirement_activity IS
'problem: conflict; field: activities; There is no such activity, or coverage requirements still count it.';
COMMENT ON CONSTRAINT coverage_requirement_activity_once ON schedule.coverage_requirement_activity IS
'problem: conflict; field: activities; The activity counts already.';
COMMENT ON CONSTRAINT preset_staff_exists ON schedule.preset IS
'problem: conflict; field: staff_id; There is no such person.';
COMMENT ON CONSTRAINT preset_unit_exists ON schedule.preset IS
'problem: conflict; field: unit_id; There is no such unit, or it still has presets.';
COMMENT ON CONSTRAINT preset_name_unique ON schedule.preset IS
'problem: conflict; field: name; The owner has a preset with this name already.';
COMMENT ON CONSTRAINT preset_name_not_blank ON schedule.preset IS
'problem: invalid-value; field: name; The name must not be blank.';
COMMENT ON CONSTRAINT preset_category_not_blank ON schedule.preset IS
'problem: invalid-value; field: category; The category must not be blank.';
COMMENT ON CONSTRAINT preset_one_owner ON schedule.preset IS
'problem: invalid-value; field: unit_id; A preset belongs to a person or to a unit, not to both.';
COMMENT ON CONSTRAINT preset_line_preset_exists ON schedule.preset_line IS
'problem: conflict; field: lines; There is no such preset.';
COMMENT ON CONSTRAINT preset_line_activity_exists ON schedule.preset_line IS
'problem: conflict; field: activity; There is no such activity, or presets still use it.';
COMMENT ON CONSTRAINT preset_line_day_offset_range ON schedule.preset_line IS
'problem: invalid-value; field: lines; day_offset must be from 0 to 366.';
COMMENT ON CONSTRAINT preset_line_start_in_day ON schedule.preset_line IS
'problem: invalid-value; field: lines; The start must be a time of day.';
COMMENT ON CONSTRAINT preset_line_length ON schedule.preset_line IS
'problem: invalid-value; field: lines; A line lasts from one minute to one day.';
COMMENT ON CONSTRAINT preset_line_no_overlap ON schedule.preset_line IS
'problem: schedule-overlap; field: lines; Lines of one class must not overlap.';
COMMENT ON CONSTRAINT duty_staff_exists ON schedule.duty IS
'problem: conflict; field: staff_id; There is no such person.';
COMMENT ON CONSTRAINT duty_unit_exists ON schedule.duty IS
'problem: conflict; field: unit_id; There is no such unit, or it still has duties.';
COMMENT ON CONSTRAINT duty_one_holder ON schedule.duty IS
'problem: conflict; field: name; Somebody has this duty at that time already.';
COMMENT ON CONSTRAINT duty_one_at_a_time ON schedule.duty IS
'problem: conflict; field: staff_id; The person has another duty at that time already.';
COMMENT ON CONSTRAINT duty_start_with_end ON schedule.duty IS
'problem: invalid-value; field: end; Give both start and end, or neither for the whole day.';
COMMENT ON CONSTRAINT duty_start_in_day ON schedule.duty IS
'problem: invalid-value; field: start; The start must be a time of day.';
COMMENT ON CONSTRAINT duty_length ON schedule.duty IS
'problem: invalid-value; field: end; A duty lasts from one minute to one day.';
COMMENT ON CONSTRAINT duty_name_not_blank ON schedule.duty IS
'problem: invalid-value; field: name; The name must not be blank.';
COMMENT ON CONSTRAINT request_partner_exists ON schedule.request IS
'problem: conflict; field: partner_id; There is no such person.';
COMMENT ON CONSTRAINT request_preset_exists ON schedule.request IS
'problem: conflict; field: preset_id; There is no such preset.';
COMMENT ON CONSTRAINT request_on_behalf_of_exists ON schedule.request IS
'problem: conflict; field: decided_on_behalf_of; There is no such account.';
COMMENT ON CONSTRAINT request_kind_known ON schedule.request IS
'problem: invalid-value; field: kind; The kind must be change, swap or open_shift.';
COMMENT ON CONSTRAINT request_swap_has_parts ON schedule.request IS
'problem: invalid-value; field: swap; A swap, and nothing else, has the time that is exchanged.';
COMMENT ON CONSTRAINT request_swap_has_partner ON schedule.request IS
'problem: invalid-value; field: swap; A swap has another person.';
COMMENT ON CONSTRAINT request_with_another ON schedule.request IS
'problem: invalid-value; field: swap; Nobody exchanges time with oneself.';
COMMENT ON CONSTRAINT request_on_conflict_known ON schedule.request IS
'problem: invalid-value; field: on_conflict; on_conflict must be reject or replace.';
COMMENT ON CONSTRAINT request_deadline_after_asking ON schedule.request IS
'problem: invalid-value; field: deadline; deadline must lie in the future.';
COMMENT ON CONSTRAINT request_decided_by_another ON schedule.request IS
'problem: not-allowed; field: decided_by; Nobody decides what they asked for themselves.';
COMMENT ON CONSTRAINT cancellation_request_exists ON schedule.cancellation IS
'problem: conflict; field: request_id; There is no such request.';
COMMENT ON CONSTRAINT cancellation_cancelled_exists ON schedule.cancellation IS
'problem: conflict; field: cancels; There is no such request, or another one asks to cancel it.';
COMMENT ON CONSTRAINT cancellation_once ON schedule.cancellation IS
'problem: conflict; field: cancels; The request is named twice.';
COMMENT ON CONSTRAINT cancellation_of_another ON schedule.cancellation IS
'problem: invalid-value; field: cancels; A request does not cancel itself.';
