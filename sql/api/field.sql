-- The fields of the API: what the database asks of each value before it is written, and what OpenAPI shows.
-- "schema" is JSON Schema 2020-12 for the value; null beside it is said by "nullable".
CREATE VIEW api.field WITH (security_invoker = TRUE) AS
SELECT
    f.noun,
    f.field,
    (row_number() OVER (PARTITION BY f.noun ORDER BY f.ordinal))::integer AS place,
    f.required,
    f.nullable,
    f.writable,
    f.description,
    f.schema::jsonb AS schema,
    f.example::jsonb AS example
FROM (
    VALUES
    (
        1, 'unit', 'name', TRUE, FALSE, 'always',
        'Name; units below one parent have different names.',
        '{"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}',
        '"Sales"'
    ),
    (
        2, 'unit', 'parent_id', FALSE, TRUE, 'always',
        'The unit above; null for the root, of which there is one.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '1'
    ),
    (
        3, 'unit', 'short_name', FALSE, TRUE, 'always',
        'Name for narrow columns.',
        '{"type": "string", "minLength": 1, "maxLength": 40, "pattern": "\\S"}',
        '"Sales"'
    ),
    (
        4, 'unit', 'colour', FALSE, TRUE, 'always',
        'Colour of the unit on a board, #rrggbb.',
        '{"type": "string", "pattern": "^#[0-9a-f]{6}$"}',
        '"#ffcccc"'
    ),
    (
        5, 'unit', 'display_order', FALSE, FALSE, 'always',
        'Units below one parent are shown in this order, then by name.',
        '{"type": "integer", "format": "int32", "default": 0}',
        '10'
    ),
    (
        6, 'site', 'name', TRUE, FALSE, 'always',
        'Name; no two sites share one.',
        '{"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}',
        '"Berlin"'
    ),
    (
        7, 'site', 'time_zone', TRUE, FALSE, 'always',
        'IANA time zone of the site.',
        '{"type": "string", "minLength": 1, "maxLength": 100}',
        '"Europe/Berlin"'
    ),
    (
        8, 'holiday', 'site_id', TRUE, FALSE, 'always',
        'The site that is closed.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '1'
    ),
    (
        9, 'holiday', 'day', TRUE, FALSE, 'always',
        'Local day.',
        '{"type": "string", "format": "date"}',
        '"2030-12-24"'
    ),
    (
        10, 'holiday', 'name', TRUE, FALSE, 'always',
        'Name of the holiday.',
        '{"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}',
        '"Christmas Eve"'
    ),
    (
        11, 'holiday', 'start', FALSE, TRUE, 'always',
        'Beginning of the closed part of the day, local HH:MM; null: from midnight on.',
        '{"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}',
        '"14:00"'
    ),
    (
        12, 'holiday', 'end', FALSE, TRUE, 'always',
        'End of the closed part of the day, local HH:MM, at most 24:00; null: until midnight.',
        '{"type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"}',
        '"24:00"'
    ),
    (
        13, 'activity', 'code', TRUE, FALSE, 'always',
        'Code by which bodies and files name the activity.',
        '{"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"}',
        '"night_duty"'
    ),
    (
        14, 'activity', 'name', TRUE, FALSE, 'always',
        'Name as people read it.',
        '{"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}',
        '"Night duty"'
    ),
    (
        15, 'activity', 'colour', TRUE, FALSE, 'always',
        'Colour on a board, #rrggbb.',
        '{"type": "string", "pattern": "^#[0-9a-f]{6}$"}',
        '"#4f46e5"'
    ),
    (
        16, 'activity', 'class', TRUE, FALSE, 'always',
        'Precedence in the merge: 1 place, 2 task, 3 absence.',
        '{"type": "integer", "minimum": 1, "maximum": 3}',
        '2'
    ),
    (
        17, 'activity', 'works', TRUE, FALSE, 'always',
        'Whether the time counts as worked.',
        '{"type": "boolean"}',
        'true'
    ),
    (
        18, 'activity', 'available', TRUE, FALSE, 'always',
        'Whether the person can be reached for the work of the unit.',
        '{"type": "boolean"}',
        'true'
    ),
    (
        19, 'activity', 'absent', TRUE, FALSE, 'always',
        'Whether the person is away; who is absent neither works nor is available.',
        '{"type": "boolean"}',
        'false'
    ),
    (
        20, 'activity', 'private', FALSE, FALSE, 'always',
        'Whether others see only what shown_as names.',
        '{"type": "boolean", "default": false}',
        'false'
    ),
    (
        21, 'activity', 'shown_as', FALSE, TRUE, 'always',
        'Code of the activity that others see, which is not private itself; a private activity, and no other, has one.',
        '{"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"}',
        'null'
    ),
    (
        22, 'staff', 'employee_number', TRUE, FALSE, 'always',
        'Number by which the organisation knows the person; nobody else has it.',
        '{"type": "string", "minLength": 1, "maxLength": 40, "pattern": "\\S"}',
        '"10457"'
    ),
    (
        23, 'staff', 'name', TRUE, FALSE, 'always',
        'Name of the person.',
        '{"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}',
        '"Ada Lovelace"'
    ),
    (
        24, 'staff', 'email', FALSE, TRUE, 'always',
        'E-mail address; several people may share one.',
        '{"type": "string", "maxLength": 254, "pattern": "^[^@\\s]+@[^@\\s]+$"}',
        '"ada@example.org"'
    ),
    (
        25, 'staff', 'unit_id', TRUE, TRUE, 'always',
        'Home unit: that of today, else the next one; null in answers for who has left. Another one is a move.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '2'
    ),
    (
        26, 'staff', 'from', FALSE, TRUE, 'always',
        'First day of that membership. In a body: the day on which unit_id takes effect (default: today in the zone of the '
        'organisation).',
        '{"type": "string", "format": "date"}',
        '"2030-01-01"'
    ),
    (
        27, 'membership', 'staff_id', TRUE, FALSE, 'create',
        'The person.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '7'
    ),
    (
        28, 'membership', 'unit_id', TRUE, FALSE, 'always',
        'The home unit.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '2'
    ),
    (
        29, 'membership', 'from', TRUE, FALSE, 'always',
        'First day.',
        '{"type": "string", "format": "date"}',
        '"2030-01-01"'
    ),
    (
        30, 'membership', 'to', FALSE, TRUE, 'always',
        'The day after the last one; null while no end is known.',
        '{"type": "string", "format": "date"}',
        'null'
    ),
    (
        31, 'secondment', 'staff_id', TRUE, FALSE, 'create',
        'The person.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '7'
    ),
    (
        32, 'secondment', 'unit_id', TRUE, FALSE, 'always',
        'The unit to which the person is lent.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '3'
    ),
    (
        33, 'secondment', 'from', TRUE, FALSE, 'always',
        'First day.',
        '{"type": "string", "format": "date"}',
        '"2030-03-01"'
    ),
    (
        34, 'secondment', 'to', FALSE, TRUE, 'always',
        'The day after the last one; null while no end is known.',
        '{"type": "string", "format": "date"}',
        '"2030-06-01"'
    ),
    (
        35, 'pattern', 'name', TRUE, FALSE, 'always',
        'Name; no two patterns share one.',
        '{"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}',
        '"Two early, two late"'
    ),
    (
        36, 'pattern', 'days', TRUE, FALSE, 'always',
        'Length of the rotation in days. It cannot change while contracts use the pattern.',
        '{"type": "integer", "minimum": 1, "maximum": 366}',
        '4'
    ),
    (
        37, 'pattern', 'lines', TRUE, FALSE, 'always',
        'The lines of the newest version. day counts from 0; an end that is not after the start is on the next day; '
        'on_clock_change says whether a line keeps its local end (wall) or its length (elapsed). Lines must not overlap.',
        '{"type": "array", "maxItems": 2000, "items": {"type": "object", "properties": {"day": {"type": "integer", "minimum": '
        '0, "maximum": 365}, "start": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}, "end": {"type": '
        '"string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"}, "activity": {"type": "string", "pattern": '
        '"^[a-z][a-z0-9_]{0,39}$"}, "on_clock_change": {"type": "string", "enum": ["wall", "elapsed"], "default": "wall"}}, '
        '"required": ["day", "start", "end", "activity"], "additionalProperties": false}}',
        '[{"day": 0, "start": "06:00", "end": "14:00", "activity": "office", "on_clock_change": "wall"}, {"day": 2, "start": '
        '"22:00", "end": "06:00", "activity": "night_duty", "on_clock_change": "elapsed"}]'
    ),
    (
        38, 'pattern', 'from', FALSE, TRUE, 'always',
        'First day of the newest version; null: since ever. In a change: the day from which the new lines count. Default: '
        'tomorrow; that first day where it is today or later, where "backwards" is true, or where no contract uses the pattern.',
        '{"type": "string", "format": "date"}',
        'null'
    ),
    (
        39, 'pattern', 'backwards', FALSE, FALSE, 'always',
        'Must be true for lines that change days before today; versions that have begun since then are replaced.',
        '{"type": "boolean", "default": false, "writeOnly": true}',
        'false'
    ),
    (
        40, 'pattern', 'changed_person_days', FALSE, TRUE, 'never',
        'Only in the answer to a change of lines: on how many days of contracts other lines begin than before, within 366 days '
        'from "from"; holidays and adjustments are not looked at.',
        '{"type": "integer", "format": "int64", "minimum": 0, "readOnly": true}',
        'null'
    ),
    (
        41, 'contract', 'staff_id', TRUE, FALSE, 'create',
        'The person.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '7'
    ),
    (
        42, 'contract', 'site_id', TRUE, FALSE, 'always',
        'The site whose time zone and holidays count.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '1'
    ),
    (
        43, 'contract', 'pattern_id', TRUE, FALSE, 'always',
        'The rotation that is worked.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '1'
    ),
    (
        44, 'contract', 'anchor', TRUE, FALSE, 'always',
        'A day that is day 0 of the rotation.',
        '{"type": "string", "format": "date"}',
        '"2030-01-07"'
    ),
    (
        45, 'contract', 'from', TRUE, FALSE, 'always',
        'First day.',
        '{"type": "string", "format": "date"}',
        '"2030-01-01"'
    ),
    (
        46, 'contract', 'to', FALSE, TRUE, 'always',
        'The day after the last one; null while no end is known.',
        '{"type": "string", "format": "date"}',
        'null'
    ),
    (
        47, 'contract', 'holiday_rule', FALSE, FALSE, 'always',
        'by_start: a shift loses what the holiday of its first day closes; by_minute: exactly the closed minutes are lost; '
        'ignore: none.',
        '{"type": "string", "enum": ["by_start", "by_minute", "ignore"], "default": "by_start"}',
        '"by_start"'
    ),
    (
        48, 'preset', 'name', TRUE, FALSE, 'always',
        'Name; presets of one owner have different names.',
        '{"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}',
        '"Afternoon off"'
    ),
    (
        49, 'preset', 'category', FALSE, TRUE, 'always',
        'Heading under which the preset is shown.',
        '{"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}',
        '"Time off"'
    ),
    (
        50, 'preset', 'display_order', FALSE, FALSE, 'always',
        'Presets are shown in this order, then by name.',
        '{"type": "integer", "format": "int32", "default": 0}',
        '10'
    ),
    (
        51, 'preset', 'staff_id', FALSE, TRUE, 'always',
        'The person whose own preset it is.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        'null'
    ),
    (
        52, 'preset', 'unit_id', FALSE, TRUE, 'always',
        'The unit whose preset it is; without person and unit it is everybody''s.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        'null'
    ),
    (
        53, 'preset', 'lines', TRUE, FALSE, 'always',
        'The adjustments. day_offset counts from the day on which the preset is used; an end that is not after the start is on '
        'the next day. Lines of one class must not overlap.',
        '{"type": "array", "minItems": 1, "maxItems": 200, "items": {"type": "object", "properties": {"day_offset": {"type": '
        '"integer", "minimum": 0, "maximum": 366, "default": 0}, "start": {"type": "string", "pattern": '
        '"^([01][0-9]|2[0-3]):[0-5][0-9]$"}, "end": {"type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"}, '
        '"activity": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"}, "note": {"type": ["string", "null"], '
        '"maxLength": 2000}}, "required": ["start", "end", "activity"], "additionalProperties": false}}',
        '[{"day_offset": 0, "start": "13:00", "end": "18:00", "activity": "off", "note": null}]'
    ),
    (
        54, 'duty', 'name', TRUE, FALSE, 'always',
        'What is to be done.',
        '{"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}',
        '"Switchboard"'
    ),
    (
        55, 'duty', 'day', TRUE, FALSE, 'always',
        'Local day.',
        '{"type": "string", "format": "date"}',
        '"2030-06-03"'
    ),
    (
        56, 'duty', 'staff_id', TRUE, FALSE, 'always',
        'Who does it; of one name and unit one person at a time.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '7'
    ),
    (
        57, 'duty', 'unit_id', FALSE, TRUE, 'always',
        'The unit for which it is done; null: for everybody.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '2'
    ),
    (
        58, 'duty', 'note', FALSE, TRUE, 'always',
        'Whatever else is to be known.',
        '{"type": "string", "maxLength": 2000}',
        '"Until noon"'
    ),
    (
        301, 'duty', 'start', FALSE, TRUE, 'always',
        'When it begins, local HH:MM; null: it lasts the whole day.',
        '{"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}',
        '"08:00"'
    ),
    (
        302, 'duty', 'end', FALSE, TRUE, 'always',
        'When it ends, local HH:MM, at most 24:00; an end that is not after the start is on the next day. It is given with start.',
        '{"type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"}',
        '"12:00"'
    ),
    (
        59, 'coverage_requirement', 'unit_id', TRUE, FALSE, 'always',
        'People counted in this unit and those below it count.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '2'
    ),
    (
        60, 'coverage_requirement', 'site_id', TRUE, FALSE, 'always',
        'The site in whose local time the window is.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '1'
    ),
    (
        61, 'coverage_requirement', 'weekdays', FALSE, TRUE, 'always',
        'Weekdays on which the window begins, 1 Monday to 7 Sunday; either these or dates.',
        '{"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 7}, '
        '"minItems": 1, "maxItems": 7, "uniqueItems": true}',
        '[1, 2, 3, 4, 5]'
    ),
    (
        62, 'coverage_requirement', 'dates', FALSE, TRUE, 'always',
        'Dates on which the window begins; either these or weekdays.',
        '{"type": "array", "items": {"type": "string", "format": "date"}, "minItems": 1, "maxItems": 1000, "uniqueItems": true}',
        'null'
    ),
    (
        63, 'coverage_requirement', 'start', TRUE, FALSE, 'always',
        'Start of the window, local time.',
        '{"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}',
        '"09:00"'
    ),
    (
        64, 'coverage_requirement', 'end', TRUE, FALSE, 'always',
        'End of the window; an end that is not after the start is on the next day.',
        '{"type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"}',
        '"17:00"'
    ),
    (
        65, 'coverage_requirement', 'people', TRUE, FALSE, 'always',
        'The least number of available people.',
        '{"type": "integer", "format": "int32", "minimum": 0}',
        '3'
    ),
    (
        66, 'coverage_requirement', 'activities', FALSE, TRUE, 'always',
        'Codes of the activities that count; null: all that are available.',
        '{"type": "array", "items": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"}, '
        '"minItems": 1, "maxItems": 100, "uniqueItems": true}',
        '["office", "remote"]'
    ),
    (
        67, 'coverage_requirement', 'from', FALSE, TRUE, 'always',
        'First local day on which a window may begin; null: since ever.',
        '{"type": "string", "format": "date"}',
        '"2030-01-01"'
    ),
    (
        68, 'coverage_requirement', 'to', FALSE, TRUE, 'always',
        'The day after the last one; null while no end is known.',
        '{"type": "string", "format": "date"}',
        'null'
    ),
    (
        72, 'import_profile', 'name', TRUE, FALSE, 'always',
        'Name by which imports call it.',
        '{"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,63}$"}',
        '"payroll"'
    ),
    (
        73, 'import_profile', 'kind', TRUE, FALSE, 'always',
        'What the rows of the files are.',
        '{"enum": ["people", "requests", "structure", "staff", "contracts", "holidays", "adjustments", "coverage", "presets",
            "duties"]}',
        '"staff"'
    ),
    (
        74, 'import_profile', 'definition', TRUE, FALSE, 'always',
        'What a section of a profile says: format, columns, aliases (other names of our columns), fields, options; activities:
every spelling and the code that it means.',
        '{"type": "object"}',
        '{"aliases": {"employee_number": ["Nr"]}, "activities": {"home": "remote"}}'
    ),
    (
        75, 'account', 'email', TRUE, FALSE, 'always',
        'E-mail address by which the account signs in, in small letters; no two accounts share one.',
        '{"type": "string", "minLength": 3, "maxLength": 254, "pattern": "^[^@\\s]+@[^@\\s]+$"}',
        '"ada@example.org"'
    ),
    (
        76, 'account', 'name', TRUE, FALSE, 'always',
        'Name.',
        '{"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}',
        '"Ada Lovelace"'
    ),
    (
        77, 'account', 'kind', FALSE, FALSE, 'always',
        'Whether a person or a machine acts.',
        '{"type": "string", "enum": ["person", "machine"], "default": "person"}',
        '"person"'
    ),
    (
        78, 'account', 'staff_id', FALSE, TRUE, 'always',
        'The person who is scheduled and whose account it is; null: nobody who is scheduled.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '1'
    ),
    (
        79, 'account', 'active', FALSE, FALSE, 'always',
        'Whether it can sign in and act.',
        '{"type": "boolean", "default": true}',
        'true'
    ),
    (
        80, 'grant', 'account_id', TRUE, FALSE, 'always',
        'The account.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '1'
    ),
    (
        81, 'grant', 'role', TRUE, FALSE, 'always',
        'viewer reads; staff also asks for itself; manager also edits and decides, and sees reasons; admin also changes the
structure, accounts and settings.',
        '{"type": "string", "enum": ["viewer", "staff", "manager", "admin"]}',
        '"manager"'
    ),
    (
        82, 'grant', 'unit_id', TRUE, TRUE, 'always',
        'The unit, with all below it; null: the whole organisation.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '1'
    ),
    (
        69, 'settings', 'organisation_name', TRUE, FALSE, 'always',
        'Name of the organisation.',
        '{"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}',
        '"Acme"'
    ),
    (
        70, 'settings', 'time_zone', TRUE, FALSE, 'always',
        'IANA time zone in which dates are read where no site decides.',
        '{"type": "string", "minLength": 1, "maxLength": 100}',
        '"Europe/Berlin"'
    ),
    (
        71, 'settings', 'history_retention_days', FALSE, TRUE, 'always',
        'Days for which superseded versions are kept; null: for ever.',
        '{"type": "integer", "format": "int32", "minimum": 1, "maximum": 36500}',
        'null'
    ),
    (
        303, 'settings', 'event_retention_days', FALSE, FALSE, 'always',
        'Days for which the log of events and of their deliveries is kept.',
        '{"type": "integer", "format": "int32", "minimum": 1, "maximum": 366}',
        '7'
    ),
    (
        83, 'approval_rule', 'name', TRUE, FALSE, 'always',
        'Name, as people read why something was decided by it.',
        '{"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}',
        '"Long leave of the shop"'
    ),
    (
        84, 'approval_rule', 'unit_id', FALSE, TRUE, 'always',
        'For people at home in this unit and in those below it; null: in all.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '1'
    ),
    (
        85, 'approval_rule', 'activity', FALSE, TRUE, 'always',
        'Code of the activity that it is for; null: any, or those of the class.',
        '{"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"}',
        '"leave"'
    ),
    (
        86, 'approval_rule', 'class', FALSE, TRUE, 'always',
        'Class of the activities that it is for, if it names none: 1 place, 2 task, 3 absence; null: any.',
        '{"type": "integer", "minimum": 1, "maximum": 3}',
        'null'
    ),
    (
        87, 'approval_rule', 'requester', FALSE, TRUE, 'always',
        'For whom: self asks for the own person; manager is a manager or administrator of the person; admin an '
        'administrator; null: all.',
        '{"type": "string", "enum": ["self", "manager", "admin"]}',
        '"self"'
    ),
    (
        88, 'approval_rule', 'minimum_notice', FALSE, TRUE, 'always',
        'Minutes that must lie between asking and the beginning of what is asked for.',
        '{"type": "integer", "format": "int32", "minimum": 0, "maximum": 527040}',
        '1440'
    ),
    (
        89, 'approval_rule', 'maximum_length', FALSE, TRUE, 'always',
        'Minutes that one adjustment may last.',
        '{"type": "integer", "format": "int32", "minimum": 1, "maximum": 527040}',
        '20160'
    ),
    (
        90, 'approval_rule', 'lock_date', FALSE, TRUE, 'always',
        'What lies before this day, in the zone of the organisation, cannot be changed any more.',
        '{"type": "string", "format": "date"}',
        '"2030-01-01"'
    ),
    (
        91, 'approval_rule', 'automatic', FALSE, FALSE, 'always',
        'Whether what is asked for is approved at once; such a rule has no steps.',
        '{"type": "boolean", "default": false}',
        'false'
    ),
    (
        92, 'approval_rule', 'deadline', FALSE, TRUE, 'always',
        'Minutes in which each step must be decided; null: no limit.',
        '{"type": "integer", "format": "int32", "minimum": 1, "maximum": 527040}',
        '2880'
    ),
    (
        93, 'approval_rule', 'on_deadline', FALSE, FALSE, 'always',
        'What becomes of a step that is not decided in time: escalate: the managers of the unit above decide; expire: the '
        'request expires.',
        '{"type": "string", "enum": ["escalate", "expire"], "default": "escalate"}',
        '"escalate"'
    ),
    (
        94, 'approval_rule', 'coverage', FALSE, FALSE, 'always',
        'ignore: coverage is not looked at; warn: the answer says what would be missing; block: nothing is approved that '
        'makes a shortage worse.',
        '{"type": "string", "enum": ["ignore", "warn", "block"], "default": "warn"}',
        '"block"'
    ),
    (
        95, 'approval_rule', 'priority', FALSE, FALSE, 'always',
        'Of rules that are equally specific the one with the greatest priority counts.',
        '{"type": "integer", "format": "int32", "default": 0}',
        '0'
    ),
    (
        96, 'approval_rule', 'steps', FALSE, FALSE, 'always',
        'The decisions that are needed, one after the other. deciders: managers of the unit of the person, of the unit '
        'above, administrators, or named accounts; quorum: one of them, or each.',
        '{"type": "array", "maxItems": 10, "default": [], "items": {"type": "object", "properties": {"deciders": {"type": "string", '
        '"enum": ["unit_managers", "parent_managers", "admins", "accounts"]}, "quorum": {"type": "string", "enum": ["any", "all"], '
        '"default": "any"}, "account_ids": {"type": "array", "maxItems": 100, "uniqueItems": true, "default": [], "items": {"type": '
        '"integer", "format": "int64", "minimum": 1}}}, "required": ["deciders"], "additionalProperties": false}}',
        '[{"deciders": "unit_managers", "quorum": "any", "account_ids": []}]'
    ),
    (
        97, 'approval_rule', 'from', FALSE, TRUE, 'always',
        'First day, in the zone of the organisation, on which something may be asked for by it; null: from the beginning.',
        '{"type": "string", "format": "date"}',
        '"2030-01-01"'
    ),
    (
        98, 'approval_rule', 'to', FALSE, TRUE, 'always',
        'The day after the last one; null: no end.',
        '{"type": "string", "format": "date"}',
        'null'
    ),
    (
        99, 'delegation', 'account_id', FALSE, FALSE, 'create',
        'The account whose right to decide it is; by default the own one.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '1'
    ),
    (
        100, 'delegation', 'delegate_id', TRUE, FALSE, 'always',
        'The account that decides in its place too, but never about itself.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '2'
    ),
    (
        101, 'delegation', 'from', TRUE, FALSE, 'always',
        'From when, in whole minutes.',
        '{"type": "string", "format": "date-time"}',
        '"2030-06-03T09:00:00Z"'
    ),
    (
        102, 'delegation', 'to', FALSE, TRUE, 'always',
        'Until when, in whole minutes; null: no end.',
        '{"type": "string", "format": "date-time"}',
        '"2030-06-17T09:00:00Z"'
    ),
    (
        103, 'webhook', 'name', TRUE, FALSE, 'always',
        'Name.',
        '{"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}',
        '"Payroll"'
    ),
    (
        104, 'webhook', 'url', TRUE, FALSE, 'always',
        'Where events are sent to, by POST. Only addresses that the server may reach are: public ones by https, others if they are '
        'configured.',
        '{"type": "string", "maxLength": 2000, '
        '"pattern": "^https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?([/?][!-\"$-~]*)?$"}',
        '"https://payroll.example.org/strata"'
    ),
    (
        105, 'webhook', 'types', FALSE, FALSE, 'always',
        'Types of the events that are sent; none: all.',
        '{"type": "array", "items": {"type": "string", "enum": ["schedule:created", "schedule:updated", "schedule:deleted", '
        '"schedule:bulk", "approval:requested", "approval:completed", "approval:updated", "staff:updated", "settings:updated"]}, '
        '"maxItems": 9, "uniqueItems": true, "default": []}',
        '["schedule:created", "schedule:updated", "schedule:deleted", "schedule:bulk"]'
    ),
    (
        106, 'webhook', 'unit_ids', FALSE, FALSE, 'always',
        'Of events about people only those about people of these units and of those below them.',
        '{"type": "array", "items": {"type": "integer", "format": "int64", "minimum": 1}, "maxItems": 1000, "uniqueItems": true, '
        '"default": []}',
        '[1]'
    ),
    (
        107, 'webhook', 'staff_ids', FALSE, FALSE, 'always',
        'And those about these people; without units and people those about everybody.',
        '{"type": "array", "items": {"type": "integer", "format": "int64", "minimum": 1}, "maxItems": 1000, "uniqueItems": true, '
        '"default": []}',
        '[]'
    ),
    (
        108, 'webhook', 'account_id', FALSE, FALSE, 'always',
        'The account whose rights hold: nothing is sent that it may not see. By default the own one.',
        '{"type": "integer", "format": "int64", "minimum": 1}',
        '1'
    ),
    (
        109, 'webhook', 'active', FALSE, FALSE, 'always',
        'Whether events are sent. What happens while it is off is not sent later.',
        '{"type": "boolean", "default": true}',
        'true'
    ),
    (
        110, 'webhook', 'secret_made_at', FALSE, FALSE, 'never',
        'Since when deliveries are signed with the present secret.',
        '{"type": "string", "format": "date-time", "readOnly": true}',
        '"2030-06-03T09:00:00Z"'
    ),
    (
        111, 'webhook', 'secret', FALSE, TRUE, 'never',
        'The secret that signs the deliveries, in the answer that made it and never again.',
        '{"type": "string", "readOnly": true}',
        'null'
    )
) AS f (ordinal, noun, field, required, nullable, writable, description, schema, example);
COMMENT ON VIEW api.field IS 'The fields of the nouns of api.resource, in order.';
COMMENT ON COLUMN api.field.noun IS 'The noun.';
COMMENT ON COLUMN api.field.field IS 'Name of the field.';
COMMENT ON COLUMN api.field.place IS 'Its place among the fields of the noun, from 1.';
COMMENT ON COLUMN api.field.required IS 'Whether the body of a creation must have it.';
COMMENT ON COLUMN api.field.nullable IS 'Whether it can be null.';
COMMENT ON COLUMN api.field.writable IS 'always, only on creation (create), or never.';
COMMENT ON COLUMN api.field.description IS 'What it means.';
COMMENT ON COLUMN api.field.schema IS 'JSON Schema of a value that is not null; writeOnly: it is in no answer.';
COMMENT ON COLUMN api.field.example IS 'An example.';
GRANT SELECT ON api.field TO strata_user;
