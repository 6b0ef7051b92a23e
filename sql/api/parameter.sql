-- A parameter means the same wherever a function has it; one that is not here filters by the field of its name. Types
-- and defaults come from the functions, and what else is true of the value from here.
CREATE VIEW api.parameter WITH (security_invoker = TRUE) AS
SELECT
    p.name,
    p.type,
    p.description,
    p.schema::json AS schema
FROM (
    VALUES
    (
        'action', 'text',
        'Only what was done in this way.',
        '{"enum": ["insert", "update", "delete"]}'
    ),
    (
        'as_of', 'text',
        'As the database knew it at that instant, or at the beginning of that date.',
        '{"$ref": "#/components/schemas/moment"}'
    ),
    (
        'cursor', 'text',
        'Where the page begins: next of the page before.',
        '{}'
    ),
    (
        'delivery', 'bigint',
        'Id of a delivery.',
        '{"minimum": 1}'
    ),
    (
        'explain', 'boolean',
        'Say why each segment won, and over what.',
        '{}'
    ),
    (
        'fields', 'text[]',
        'Fields to show besides id and version, separated by commas.',
        '{"minItems": 1}'
    ),
    (
        'from', 'text',
        'Begin of the window; a date begins in time_zone.',
        '{"$ref": "#/components/schemas/moment"}'
    ),
    (
        'id', 'bigint',
        'Id of the resource.',
        '{"minimum": 1}'
    ),
    (
        'kind', 'text',
        'Kind of the thing: a noun of the API or its collection, request, adjustment or open_shift.',
        '{"examples": ["contract", "coverage_requirement"]}'
    ),
    (
        'limit', 'integer',
        'Most items of a page.',
        '{"minimum": 1, "maximum": 1000}'
    ),
    (
        'on', 'date',
        'Only what is valid on that date.',
        '{}'
    ),
    (
        'relation', 'text',
        'Only rows of this table, named with its schema.',
        '{"examples": ["schedule.adjustment"]}'
    ),
    (
        'request', 'bigint',
        'As if this draft or pending request were approved.',
        '{"minimum": 1}'
    ),
    (
        'request_id', 'text',
        'Only what this request over HTTP did.',
        '{}'
    ),
    (
        'row', 'text',
        'Only rows with this key.',
        '{}'
    ),
    (
        'sort', 'text',
        'Field to sort by; falling after a "-".',
        '{}'
    ),
    (
        'staff', 'bigint[]',
        'Ids of people, separated by commas.',
        '{"minItems": 1, "items": {"minimum": 1}}'
    ),
    (
        'step', 'integer',
        'Minutes from one step to the next.',
        '{"minimum": 1, "maximum": 1440}'
    ),
    (
        'time_zone', 'text',
        'IANA name of the zone in which dates are meant; the organisation''s when it is absent.',
        '{"examples": ["Europe/Berlin"]}'
    ),
    (
        'to', 'date',
        'The first day without it; today in the organisation''s zone when it is absent.',
        '{}'
    ),
    (
        'to', 'text',
        'End of the window, which is not part of it; at most 366 days after from.',
        '{"$ref": "#/components/schemas/moment"}'
    ),
    (
        'unit', 'bigint',
        'Id of a unit: this one and those below it.',
        '{"minimum": 1}'
    )
) AS p (name, type, description, schema);
COMMENT ON VIEW api.parameter IS 'What the parameters of the API mean, by name.';
COMMENT ON COLUMN api.parameter.name IS 'Name of the argument.';
COMMENT ON COLUMN api.parameter.type IS 'Type of the argument; the same name with another type means something else.';
COMMENT ON COLUMN api.parameter.description IS 'What it means.';
COMMENT ON COLUMN api.parameter.schema IS 'JSON Schema keywords beside those of its type.';
GRANT SELECT ON api.parameter TO strata_user;
