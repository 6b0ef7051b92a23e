-- What the constraints of this schema mean to a client: problem, field, sentence.
COMMENT ON CONSTRAINT settings_single_row ON org.settings IS
'problem: conflict; field: singleton; The organisation has one set of settings.';
COMMENT ON CONSTRAINT settings_organisation_name_not_blank ON org.settings IS
'problem: invalid-value; field: organisation_name; The name must not be blank.';
COMMENT ON CONSTRAINT settings_history_retention_days_positive ON org.settings IS
'problem: invalid-value; field: history_retention_days; Versions are kept for one day at least.';
COMMENT ON CONSTRAINT settings_event_retention_days_range ON org.settings IS
'problem: invalid-value; field: event_retention_days; The log of events is kept for 1 to 366 days.';
COMMENT ON CONSTRAINT site_name_unique ON org.site IS
'problem: conflict; field: name; There is a site with this name already.';
COMMENT ON CONSTRAINT site_name_not_blank ON org.site IS
'problem: invalid-value; field: name; The name must not be blank.';
COMMENT ON CONSTRAINT holiday_site_exists ON org.holiday IS
'problem: conflict; field: site_id; There is no such site, or it still has holidays.';
COMMENT ON CONSTRAINT holiday_no_overlap ON org.holiday IS
'problem: conflict; field: day; The site is closed at that time already.';
COMMENT ON CONSTRAINT holiday_within_day ON org.holiday IS
'problem: invalid-value; field: start; The closed part must lie within the day and must not be empty.';
COMMENT ON CONSTRAINT holiday_name_not_blank ON org.holiday IS
'problem: invalid-value; field: name; The name must not be blank.';
COMMENT ON CONSTRAINT activity_code_unique ON org.activity IS
'problem: conflict; field: code; There is an activity with this code already.';
COMMENT ON CONSTRAINT activity_code_form ON org.activity IS
'problem: invalid-value; field: code; The code must begin with a letter and have only a to z, 0 to 9 and _, at most 40.';
COMMENT ON CONSTRAINT activity_colour_form ON org.activity IS
'problem: invalid-value; field: colour; The colour must be of the form #rrggbb, in lower case.';
COMMENT ON CONSTRAINT activity_class_known ON org.activity IS
'problem: invalid-value; field: class; The class must be 1 (place), 2 (task) or 3 (absence).';
COMMENT ON CONSTRAINT activity_absent_not_available ON org.activity IS
'problem: invalid-value; field: absent; Who is absent neither works nor is available.';
COMMENT ON CONSTRAINT activity_private_has_stand_in ON org.activity IS
'problem: invalid-value; field: shown_as; A private activity, and no other, names the one it is shown as.';
COMMENT ON CONSTRAINT activity_stand_in_exists ON org.activity IS
'problem: conflict; field: shown_as; There is no such activity, or others are still shown as it.';
COMMENT ON CONSTRAINT unit_name_unique ON org.unit IS
'problem: conflict; field: name; The parent has a unit with this name already.';
COMMENT ON CONSTRAINT unit_name_not_blank ON org.unit IS
'problem: invalid-value; field: name; The name must not be blank.';
COMMENT ON CONSTRAINT unit_short_name_not_blank ON org.unit IS
'problem: invalid-value; field: short_name; The short name must not be blank.';
COMMENT ON CONSTRAINT unit_colour_form ON org.unit IS
'problem: invalid-value; field: colour; The colour must be of the form #rrggbb, in lower case.';
COMMENT ON CONSTRAINT unit_parent_exists ON org.unit IS
'problem: conflict; field: parent_id; There is no such unit, or it still has units below it.';
COMMENT ON INDEX org.unit_single_root IS
'problem: conflict; field: parent_id; Only one unit has no parent.';
COMMENT ON CONSTRAINT staff_employee_number_unique ON org.staff IS
'problem: conflict; field: employee_number; There is a person with this employee number already.';
COMMENT ON CONSTRAINT staff_employee_number_not_blank ON org.staff IS
'problem: invalid-value; field: employee_number; The employee number must not be blank.';
COMMENT ON CONSTRAINT staff_name_not_blank ON org.staff IS
'problem: invalid-value; field: name; The name must not be blank.';
COMMENT ON CONSTRAINT membership_staff_exists ON org.membership IS
'problem: conflict; field: staff_id; There is no such person.';
COMMENT ON CONSTRAINT membership_unit_exists ON org.membership IS
'problem: conflict; field: unit_id; There is no such unit, or it still has members.';
COMMENT ON CONSTRAINT membership_one_home ON org.membership IS
'problem: conflict; field: from; The person has a home unit in that time already.';
COMMENT ON CONSTRAINT membership_from_before_to ON org.membership IS
'problem: invalid-value; field: to; to must be later than from.';
COMMENT ON CONSTRAINT secondment_staff_exists ON org.secondment IS
'problem: conflict; field: staff_id; There is no such person.';
COMMENT ON CONSTRAINT secondment_unit_exists ON org.secondment IS
'problem: conflict; field: unit_id; There is no such unit, or people are still lent to it.';
COMMENT ON CONSTRAINT secondment_one_destination ON org.secondment IS
'problem: conflict; field: from; The person is lent to a unit in that time already.';
COMMENT ON CONSTRAINT secondment_from_before_to ON org.secondment IS
'problem: invalid-value; field: to; to must be later than from.';
