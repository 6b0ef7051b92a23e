-- What a client is told when one of these refuses a change: the problem, the field, and a sentence.
COMMENT ON CONSTRAINT batch_kind_known ON import.batch IS
'problem: invalid-value; field: kind; kind is none of the kinds of rows that can be imported.';
COMMENT ON CONSTRAINT profile_name_unique ON import.profile IS
'problem: conflict; field: name; There is a profile of this name for this kind already.';
COMMENT ON CONSTRAINT profile_name_form ON import.profile IS
'problem: invalid-value; field: name; name must be at most 64 lower-case letters, digits, - and _, and begin with a letter or digit.';
COMMENT ON CONSTRAINT profile_kind_known ON import.profile IS
'problem: invalid-value; field: kind; kind is none of the kinds of rows that can be imported.';
COMMENT ON CONSTRAINT profile_definition_object ON import.profile IS
'problem: invalid-value; field: definition; definition must be an object.';
