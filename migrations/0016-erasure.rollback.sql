DROP TABLE audit.erasure_history;
DROP TABLE audit.erasure;
