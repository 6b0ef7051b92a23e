-- The first reader should not have to wait for autovacuum.
ANALYZE org.unit, org.site, org.holiday, org.activity, org.staff, org.membership, org.secondment;
ANALYZE schedule.pattern, schedule.pattern_line, schedule.contract, schedule.request, schedule.adjustment;
ANALYZE schedule.coverage_requirement;
