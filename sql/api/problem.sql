-- The registry of problems. The code is the SQLSTATE by which our functions raise the problem; raised_by lists the
-- SQLSTATEs of PostgreSQL, or their first characters, that mean the same. A constraint names its problem in its comment.
CREATE VIEW api.problem WITH (security_invoker = TRUE) AS
SELECT
    p.slug,
    p.sqlstate,
    p.status,
    p.title,
    p.description,
    p.raised_by
FROM (
    VALUES
    (
        'internal-error', 'ST000', 500, 'Internal error',
        'Something went wrong on our side. The request id finds it in the log.', '{}'::text[]
    ),
    (
        'invalid-value', 'ST001', 422, 'A value is not allowed',
        'The request was understood, but a value in it is missing or not allowed. The errors name the fields.',
        '{23514,23502}'
    ),
    (
        'malformed-text', 'ST002', 400, 'Text cannot be read',
        'A parameter or the body is not written in its format, for example letters where a number belongs.', '{}'
    ),
    (
        'unknown-parameter', 'ST003', 400, 'Unknown parameter',
        'The address has a parameter that this resource does not know.', '{}'
    ),
    (
        'not-found', 'ST004', 404, 'Not found',
        'What was asked for does not exist, or is not visible to the account.', '{P0002}'
    ),
    (
        'method-not-allowed', 'ST005', 405, 'Method not allowed',
        'The resource does not know this method. The Allow header lists those it knows.', '{25006}'
    ),
    (
        'conflict', 'ST006', 409, 'Conflict with what is stored',
        'The change contradicts something that is stored already.', '{23P01,23505,23503}'
    ),
    (
        'schedule-overlap', 'ST007', 409, 'Overlap in the schedule',
        'The person already has something of the same kind in that time. The errors list what stands there.', '{}'
    ),
    (
        'body-too-large', 'ST008', 413, 'Body too large',
        'The body of the request is larger than the server accepts.', '{}'
    ),
    (
        'unsupported-media-type', 'ST009', 415, 'Unsupported media type',
        'The body of the request is not of a type that the resource takes: mostly JSON, sent as application/json.', '{}'
    ),
    (
        'login-required', 'ST010', 401, 'Login required',
        'The request needs an account.', '{}'
    ),
    (
        'not-allowed', 'ST011', 403, 'Not allowed',
        'The account has no right to do this.', '{42501}'
    ),
    (
        'unknown-host', 'ST012', 421, 'Unknown host',
        'The Host header does not name this server.', '{}'
    ),
    (
        'unavailable', 'ST013', 503, 'Not available at the moment',
        'The database is busy or cannot be reached. Try again after the time in the Retry-After header.',
        '{55P03,53,08,57P,40001,40P01}'
    ),
    (
        'too-slow', 'ST014', 504, 'Took too long',
        'The request was stopped because it took too long. Ask for less at a time.', '{57014}'
    ),
    (
        'precondition-required', 'ST015', 428, 'Precondition required',
        'A change must say which version it is made to: send the ETag that was read in If-Match, or * for any.', '{}'
    ),
    (
        'precondition-failed', 'ST016', 412, 'Precondition failed',
        'The resource has been changed since it was read. Read it again and decide anew.', '{}'
    ),
    (
        'idempotency-key-reused', 'ST017', 422, 'Idempotency-Key used twice',
        'Another request was sent with this Idempotency-Key within 24 hours. A new request needs a new key.', '{}'
    ),
    (
        'session-ended', 'ST018', 401, 'The session has ended',
        'Nothing can be done through this session any more: it was ended, it expired, or the account is not active. Sign in again.',
        '{}'
    ),
    (
        'login-failed', 'ST019', 401, 'Login failed',
        'The name or the password is wrong, or there were too many attempts. After several failures the next attempt has to wait.',
        '{}'
    ),
    (
        'totp-required', 'ST020', 401, 'A code is needed',
        'The password is right, and the account has a second factor: send the present code, or a recovery code, as totp. A code counts '
        || 'once.',
        '{}'
    ),
    (
        'token-invalid', 'ST050', 401, 'The access token is not valid',
        'The access token has expired, or it is not one of this server. Refresh the session, or sign in again.', '{}'
    ),
    (
        'forged-request', 'ST051', 403, 'The request may be forged',
        'A request that is authenticated by a cookie needs the header X-CSRF-Token of its session and an Origin that is allowed.',
        '{}'
    ),
    (
        'link-expired', 'ST052', 422, 'The link counts no more',
        'The link to set a password was used already or has expired. Ask for a new one.', '{}'
    ),
    (
        'history-expired', 'ST030', 422, 'History is not kept that long',
        'The instant lies before the history that is still kept: what was known then can no longer be said.', '{}'
    ),
    (
        'broken-file', 'ST040', 422, 'The file cannot be read',
        'The file is broken, or it is not written in the way that was said. The errors name the place. Nothing was imported.', '{}'
    ),
    (
        'import-refused', 'ST041', 422, 'The import has faulty rows',
        'Nothing was imported, because rows of the file are faulty: the errors name them. With faults=skip the others are stored.',
        '{}'
    ),
    (
        'import-has-successors', 'ST021', 409, 'Later changes stand on the import',
        'What the import wrote was changed since, or is referred to. The errors name the later changes.', '{}'
    ),
    (
        'import-rolled-back', 'ST022', 409, 'The import was rolled back already',
        'An import can be rolled back once.', '{}'
    ),
    (
        'import-too-old', 'ST023', 409, 'The import cannot be rolled back any more',
        'The former versions of what the import changed are not kept any more.', '{}'
    ),
    (
        'request-changed', 'ST080', 409, 'The request has changed',
        'It is in another state, or in another version, than the one that was read. The errors say which one holds. Read it again and '
        || 'decide anew.',
        '{}'
    ),
    (
        'coverage-shortage', 'ST081', 409, 'Too few people would be left',
        'A rule does not allow what makes a shortage worse. The errors name the requirement, the time and the numbers.', '{}'
    ),
    (
        'swap-outdated', 'ST082', 409, 'The days to be exchanged have changed',
        'The schedule of one of the two people is not what it was when the swap was asked for. Ask for it again.', '{}'
    ),
    (
        'shift-taken', 'ST083', 409, 'The shift is not open any more',
        'Somebody has taken the offered shift, or it was withdrawn.', '{}'
    ),
    (
        'too-many-streams', 'ST090', 429, 'Too many sockets and streams',
        'The account follows the events in as many places as one node allows. Close one of them.', '{}'
    ),
    (
        'person-not-left', 'ST060', 409, 'The person has not left',
        'Personal data is erased after a person has left: when no membership holds today or later.', '{}'
    )
) AS p (slug, sqlstate, status, title, description, raised_by);
COMMENT ON VIEW api.problem IS 'What a problem answer (RFC 9457) can mean: the registry behind /problems/{slug}.';
COMMENT ON COLUMN api.problem.slug IS 'Name of the problem: its type is /problems/{slug}.';
COMMENT ON COLUMN api.problem.sqlstate IS 'SQLSTATE by which our functions raise it; the code of the answer.';
COMMENT ON COLUMN api.problem.status IS 'HTTP status of the answer.';
COMMENT ON COLUMN api.problem.title IS 'What it is, in a few words.';
COMMENT ON COLUMN api.problem.description IS 'What it means and what to do.';
COMMENT ON COLUMN api.problem.raised_by IS 'SQLSTATEs of PostgreSQL, or their first characters, that mean this problem.';
GRANT SELECT ON api.problem TO strata_user;
