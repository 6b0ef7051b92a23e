-- Why a server closes a websocket.
CREATE VIEW event.close_code WITH (security_invoker = TRUE) AS
SELECT
    c.code,
    c.meaning,
    c.remedy
FROM (
    VALUES
    (1009, 'A frame is larger than 16 KiB.', 'Correct the client.'),
    (1011, 'Something went wrong on our side; the reason names the request that the log has it under.', 'Connect again and resume.'),
    (1012, 'The server stops.', 'Connect again at once, after a random fraction of a second, and resume.'),
    (1013, 'The client reads too slowly; or the server is full, or cannot read the log.', 'Connect again later and resume.'),
    (4400, 'A frame is not a JSON object in text.', 'Correct the client.'),
    (4401, 'The token is missing, invalid, expired or not renewed; or the session has ended.', 'Get a new token once; then sign in.'),
    (4408, 'No auth within 5 seconds, or no pong within 60.', 'Connect again and resume.'),
    (4429, 'The account has too many connections.', 'Close some; connect again later and resume.')
) AS c (code, meaning, remedy);
COMMENT ON VIEW event.close_code IS 'The codes with which servers close websockets.';
COMMENT ON COLUMN event.close_code.code IS 'The code.';
COMMENT ON COLUMN event.close_code.meaning IS 'What has happened.';
COMMENT ON COLUMN event.close_code.remedy IS 'What the client does.';
GRANT SELECT ON event.close_code TO strata_user;
