DROP TABLE import.segment;
DROP TABLE import.person;
DROP TABLE import.fault;
DROP TABLE import.file_row;
DROP TABLE import.batch;
DROP SCHEMA import;
