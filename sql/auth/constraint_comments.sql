-- What the constraints of this schema mean to a client: problem, field, sentence.
COMMENT ON CONSTRAINT account_email_unique ON auth.account IS
'problem: conflict; field: email; There is an account with this e-mail address already.';
COMMENT ON CONSTRAINT account_email_lower_case ON auth.account IS
'problem: invalid-value; field: email; This is no e-mail address in lower case.';
COMMENT ON CONSTRAINT account_role_known ON auth.account IS
'problem: invalid-value; field: role; The role must be viewer, staff, manager or admin.';
