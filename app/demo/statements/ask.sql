-- What waits as a draft is asked for, as its people would.
SELECT approval.ask(r.request_id)
FROM schedule.request AS r
WHERE r.state = 'draft'
ORDER BY r.request_id;
