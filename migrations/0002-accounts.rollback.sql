DROP TABLE audit.transaction;
DROP TABLE auth.account;
