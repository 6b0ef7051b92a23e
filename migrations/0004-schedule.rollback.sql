DROP TABLE schedule.adjustment;
DROP TABLE schedule.request;
DROP TABLE schedule.contract;
DROP TABLE schedule.pattern_line;
DROP TABLE schedule.pattern;
