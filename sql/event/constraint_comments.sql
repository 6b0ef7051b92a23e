-- What the constraints of this schema mean to a client: problem, field, sentence.
COMMENT ON CONSTRAINT webhook_account_exists ON event.webhook IS
'problem: conflict; field: account_id; There is no such account, or webhooks have its rights.';
COMMENT ON CONSTRAINT webhook_name_not_blank ON event.webhook IS
'problem: invalid-value; field: name; The name must not be blank.';
COMMENT ON CONSTRAINT webhook_url_form ON event.webhook IS
'problem: invalid-value; field: url; This is no address of the form https://example.org/path.';
