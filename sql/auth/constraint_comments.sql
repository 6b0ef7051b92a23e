-- What the constraints of this schema mean to a client: problem, field, sentence.
COMMENT ON CONSTRAINT account_email_unique ON auth.account IS
'problem: conflict; field: email; There is an account with this e-mail address already.';
COMMENT ON CONSTRAINT account_email_lower_case ON auth.account IS
'problem: invalid-value; field: email; This is no e-mail address in lower case.';
COMMENT ON CONSTRAINT account_name_not_blank ON auth.account IS
'problem: invalid-value; field: name; The name must not be blank.';
COMMENT ON CONSTRAINT account_kind_known ON auth.account IS
'problem: invalid-value; field: kind; kind must be person or machine.';
COMMENT ON CONSTRAINT account_staff_exists ON auth.account IS
'problem: conflict; field: staff_id; There is no such person.';
COMMENT ON CONSTRAINT account_staff_unique ON auth.account IS
'problem: conflict; field: staff_id; This person has an account already.';
COMMENT ON CONSTRAINT role_grant_account_exists ON auth.role_grant IS
'problem: conflict; field: account_id; There is no such account.';
COMMENT ON CONSTRAINT role_grant_unit_exists ON auth.role_grant IS
'problem: conflict; field: unit_id; There is no such unit.';
COMMENT ON CONSTRAINT role_grant_role_known ON auth.role_grant IS
'problem: invalid-value; field: role; The role must be viewer, staff, manager or admin.';
COMMENT ON CONSTRAINT role_grant_once ON auth.role_grant IS
'problem: conflict; field: role; The account has this role on this unit already.';
