-- Everything that clients and servers say to each other about events: what AsyncAPI shows.
CREATE VIEW event.message WITH (security_invoker = TRUE) AS
SELECT
    (row_number() OVER (ORDER BY m.ordinal))::integer AS place,
    m.sender,
    m.type,
    m.type LIKE '%:%' AS is_event,
    m.description,
    m.required,
    m.optional,
    m.kinds,
    m.example::json AS example
FROM (
    VALUES
    (
        1, 'client', 'auth',
        'Signs in: the first frame, within 5 seconds. Later it renews the token of the same session, before that expires.',
        '{token}'::text[], '{resume}'::text[], '{}'::text[],
        '{"type": "auth", "token": "eyJhbGciOiJFZERTQSJ9...", "resume": {"epoch": "6a1f-1-63f0", "pos": 41}}'
    ),
    (
        2, 'client', 'subscribe',
        'Narrows what is sent to these units and people; both empty or left out: everything again. Changes of settings and of many '
        'things at once come in any case.',
        '{}', '{units,staff}', '{}',
        '{"type": "subscribe", "units": [4], "staff": [7]}'
    ),
    (3, 'client', 'pong', 'Answers ping.', '{}', '{}', '{}', '{"type": "pong"}'),
    (
        4, 'server', 'hello',
        'The session counts; what follows pos is sent from here on. pos is that of resume, or else the present one.',
        '{epoch,pos,session}', '{}', '{}',
        '{"type": "hello", "epoch": "6a1f-1-63f0", "pos": 41, "session": 12}'
    ),
    (
        5, 'server', 'resync',
        'What the client holds may be wrong, or it misses something: read again what is shown, then go on from pos, on the same '
        'connection.',
        '{reason,epoch,pos}', '{}', '{}',
        '{"type": "resync", "reason": "too-old", "epoch": "6a1f-1-63f0", "pos": 90210}'
    ),
    (
        6, 'server', 'mark', 'Nothing was sent for 15 to 25 seconds: nothing happened up to pos that the client may know of.',
        '{pos}', '{}', '{}',
        '{"type": "mark", "pos": 44}'
    ),
    (
        7, 'server', 'ping', 'Asks whether the client still is there, which answers pong within 60 seconds.',
        '{}', '{}', '{}', '{"type": "ping"}'
    ),
    (
        8, 'server', 'auth', 'The new token counts.', '{expires_in}', '{}', '{}',
        '{"type": "auth", "expires_in": 600}'
    ),
    (
        9, 'server', 'subscribed', 'What is sent is narrowed to these from here on.', '{units,staff}', '{}', '{}',
        '{"type": "subscribed", "units": [4], "staff": [7]}'
    ),
    (
        10, 'server', 'error',
        'A frame of the client had no effect. The connection goes on. units, staff: which of them are not found.',
        '{code,detail}', '{units,staff}', '{}',
        '{"type": "error", "code": "unknown-type", "detail": "There is no frame of this type."}'
    ),
    (
        11, 'server', 'schedule:created',
        'Something that schedules are made of is there: an approved adjustment, a contract, a duty.',
        '{pos,prev,kind,id,version,action,at,staff_id}', '{request_id,state,start,end,activity}', '{adjustment,contract,duty}',
        '{
            "type": "schedule:created", "pos": 42, "prev": 41, "kind": "adjustment", "id": 310, "version": 1911545700123456,
            "action": "created", "at": "2030-07-29T08:15:00Z", "staff_id": 7, "request_id": 120, "state": "approved",
            "start": "2030-08-05T07:00:00Z", "end": "2030-08-05T15:00:00Z", "activity": "leave"
        }'
    ),
    (
        12, 'server', 'schedule:updated', 'It is different: start and end cover what it was and what it is.',
        '{pos,prev,kind,id,version,action,at,staff_id}', '{request_id,state,start,end,activity}', '{adjustment,contract,duty}',
        '{
            "type": "schedule:updated", "pos": 43, "prev": 42, "kind": "contract", "id": 18, "version": 1911545760000000,
            "action": "updated", "at": "2030-07-29T08:16:00Z", "staff_id": 7, "start": "2030-01-01T00:00:00Z"
        }'
    ),
    (
        13, 'server', 'schedule:deleted', 'It is gone, or does not count any more; what it hid is back.',
        '{pos,prev,kind,id,version,action,at,staff_id}', '{request_id,state,start,end,activity}', '{adjustment,contract,duty}',
        '{
            "type": "schedule:deleted", "pos": 44, "prev": 43, "kind": "adjustment", "id": 310, "version": 1911545820000000,
            "action": "deleted", "at": "2030-07-29T08:17:00Z", "staff_id": 7, "request_id": 120, "state": "cancelled",
            "start": "2030-08-05T07:00:00Z", "end": "2030-08-05T15:00:00Z", "activity": "leave"
        }'
    ),
    (
        14, 'server', 'approval:requested', 'A request waits for a decision.',
        '{pos,prev,kind,id,version,action,at,staff_id,request_id,state}', '{partner_id,start,end,activity}', '{request}',
        '{
            "type": "approval:requested", "pos": 45, "prev": 44, "kind": "request", "id": 121, "version": 1911545880000000,
            "action": "created", "at": "2030-07-29T08:18:00Z", "staff_id": 7, "request_id": 121, "state": "pending",
            "start": "2030-08-05T07:00:00Z", "end": "2030-08-05T15:00:00Z", "activity": "leave"
        }'
    ),
    (
        15, 'server', 'approval:completed', 'A request is approved, rejected, withdrawn, expired or cancelled.',
        '{pos,prev,kind,id,version,action,at,staff_id,request_id,state}', '{partner_id,start,end,activity}', '{request}',
        '{
            "type": "approval:completed", "pos": 46, "prev": 45, "kind": "request", "id": 121, "version": 1911545940000000,
            "action": "updated", "at": "2030-07-29T08:19:00Z", "staff_id": 7, "request_id": 121, "state": "approved",
            "start": "2030-08-05T07:00:00Z", "end": "2030-08-05T15:00:00Z", "activity": "leave"
        }'
    ),
    (
        16, 'server', 'approval:updated', 'Anything else about requests, open shifts and delegations: a draft, a step, a taker.',
        '{pos,prev,kind,id,version,action,at}', '{staff_id,partner_id,request_id,state,start,end,activity}',
        '{request,open_shift,delegation}',
        '{
            "type": "approval:updated", "pos": 47, "prev": 46, "kind": "open_shift", "id": 5, "version": 1911546000000000,
            "action": "created", "at": "2030-07-29T08:20:00Z", "state": "open", "start": "2030-08-05T07:00:00Z",
            "end": "2030-08-05T15:00:00Z", "activity": "office"
        }'
    ),
    (
        17, 'server', 'staff:updated', 'A person, or a membership or secondment of it, has changed: read again what is shown of it.',
        '{pos,prev,kind,id,version,action,at,staff_id}', '{}', '{staff}',
        '{
            "type": "staff:updated", "pos": 48, "prev": 47, "kind": "staff", "id": 7, "version": 1911546060000000,
            "action": "updated", "at": "2030-07-29T08:21:00Z", "staff_id": 7
        }'
    ),
    (
        18, 'server', 'settings:updated',
        'Something that is not of one person has changed. Of approval rules is said only that some have.',
        '{pos,prev,kind,action,at}', '{id,version}',
        '{
            unit,site,holiday,activity,pattern,preset,coverage_requirement,approval_rule,account,grant,settings,import_profile,webhook
        }',
        '{
            "type": "settings:updated", "pos": 49, "prev": 48, "kind": "holiday", "id": 31, "version": 1911546120000000,
            "action": "created", "at": "2030-07-29T08:22:00Z"
        }'
    ),
    (
        19, 'server', 'schedule:bulk',
        'One change of more than 200 things, in place of an event for each; or what schedules are made of has changed, such as a holiday '
        'or a pattern. Read again what is shown of these kinds, if there are start and end that of this time.',
        '{pos,prev,kinds,at}', '{start,end}', '{}',
        '{
            "type": "schedule:bulk", "pos": 50, "prev": 49, "kinds": ["adjustment", "request"], "at": "2030-07-29T08:23:00Z"
        }'
    )
) AS m (ordinal, sender, type, description, required, optional, kinds, example);
COMMENT ON VIEW event.message IS 'The frames of websockets and streams, and the events in them.';
COMMENT ON COLUMN event.message.place IS 'Place in the order in which they are described.';
COMMENT ON COLUMN event.message.sender IS 'Who sends it: server, or client.';
COMMENT ON COLUMN event.message.type IS 'Its type.';
COMMENT ON COLUMN event.message.is_event IS 'Whether it tells of a change, and has a position in the log.';
COMMENT ON COLUMN event.message.description IS 'What it means.';
COMMENT ON COLUMN event.message.required IS 'Fields that it always has, besides type (event.message_field).';
COMMENT ON COLUMN event.message.optional IS 'Fields that it can have.';
COMMENT ON COLUMN event.message.kinds IS 'Kinds of things that it tells of.';
COMMENT ON COLUMN event.message.example IS 'An example.';
GRANT SELECT ON event.message TO strata_user;
