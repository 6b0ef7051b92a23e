-- Nobody else fills the organisation meanwhile.
LOCK TABLE org.unit, org.site, org.staff, schedule.pattern IN SHARE ROW EXCLUSIVE MODE;
