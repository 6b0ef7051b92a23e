-- Two inserters into an exclusion constraint can deadlock: whoever writes for people locks them first, in id order.
CREATE FUNCTION schedule.lock_staff(staff_ids bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
BEGIN
    PERFORM FROM org.staff AS s WHERE s.staff_id = ANY(staff_ids) ORDER BY s.staff_id FOR NO KEY UPDATE;
END;
$$;
COMMENT ON FUNCTION schedule.lock_staff(bigint[]) IS
'Locks people until the end of the transaction; every writer of contracts and adjustments calls it first.';
