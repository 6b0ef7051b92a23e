-- What the frames of websockets, the events of streams and the bodies of webhooks are made of. "schema" is JSON Schema 2020-12.
CREATE VIEW event.message_field WITH (security_invoker = TRUE) AS
SELECT
    f.name,
    f.description,
    f.schema::json AS schema
FROM (
    VALUES
    ('token', 'Access token of login or refresh.', '{"type": "string", "minLength": 1}'),
    (
        'resume', 'Where the client stands: what came after it is sent first.',
        '{
            "type": "object",
            "required": ["epoch", "pos"],
            "properties": {"epoch": {"type": "string"}, "pos": {"type": "integer", "format": "int64", "minimum": 0}},
            "additionalProperties": false
        }'
    ),
    (
        'units', 'Ids of units: what concerns them or what is below them.',
        '{"type": "array", "items": {"type": "integer", "format": "int64"}}'
    ),
    (
        'staff', 'Ids of people: what concerns them.',
        '{"type": "array", "items": {"type": "integer", "format": "int64"}}'
    ),
    (
        'epoch', 'The life of the database to which positions belong; of another one they mean nothing.',
        '{"type": "string", "minLength": 1}'
    ),
    (
        'pos', 'Position: everything up to it that the client may know has been sent.',
        '{"type": "integer", "format": "int64", "minimum": 0}'
    ),
    (
        'prev', 'Position before this frame. Whoever stands before it has missed something: connect again and resume.',
        '{"type": "integer", "format": "int64", "minimum": 0}'
    ),
    ('session', 'Id of the session of the token.', '{"type": "integer", "format": "int64"}'),
    ('expires_in', 'Seconds until the token does not count any more.', '{"type": "integer", "minimum": 0}'),
    (
        'reason',
        'epoch: the database is another one (restored, promoted). ahead: the position is behind the end of the log. '
        'too-old: the server does not have all that came since. rights: the account may see more or less than before.',
        '{"enum": ["epoch", "ahead", "too-old", "rights"]}'
    ),
    (
        'code',
        'unknown-type: there is no such frame. invalid-frame: its fields are wrong. not-found: a unit or person that does not exist, '
        'or is hidden.',
        '{"enum": ["unknown-type", "invalid-frame", "not-found"]}'
    ),
    ('detail', 'What is wrong, in a sentence.', '{"type": "string"}'),
    ('kind', 'What has changed; its address is known by it and by id.', '{"type": "string"}'),
    ('kinds', 'Kinds of what has changed.', '{"type": "array", "minItems": 1, "items": {"type": "string"}}'),
    ('id', 'Id of it.', '{"type": "integer", "format": "int64"}'),
    (
        'version', 'Version of it after the change, which grows; what is read with a greater one knows this change already.',
        '{"type": "integer", "format": "int64"}'
    ),
    ('action', 'What was done to it.', '{"enum": ["created", "updated", "deleted"]}'),
    ('at', 'When it was changed.', '{"type": "string", "format": "date-time", "pattern": "Z$"}'),
    ('staff_id', 'The person concerned.', '{"type": "integer", "format": "int64"}'),
    ('partner_id', 'The other person of a swap.', '{"type": "integer", "format": "int64"}'),
    ('request_id', 'The request that it is, or is part of.', '{"type": "integer", "format": "int64"}'),
    ('state', 'Its state after the change.', '{"type": "string"}'),
    (
        'start', 'Begin of the time that may be different now; none: it has no begin.',
        '{"type": "string", "format": "date-time", "pattern": "Z$"}'
    ),
    ('end', 'End of that time; none: it has no end.', '{"type": "string", "format": "date-time", "pattern": "Z$"}'),
    ('activity', 'Its activity as everybody may see it: of a private one its stand-in.', '{"type": "string"}')
) AS f (name, description, schema);
COMMENT ON VIEW event.message_field IS 'The fields of the messages of event.message, besides type.';
COMMENT ON COLUMN event.message_field.name IS 'Name of the field.';
COMMENT ON COLUMN event.message_field.description IS 'What it means.';
COMMENT ON COLUMN event.message_field.schema IS 'JSON Schema of its value.';
GRANT SELECT ON event.message_field TO strata_user;
