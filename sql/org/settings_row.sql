-- The one row of settings exists from the first deployment on.
INSERT INTO org.settings (singleton)
VALUES (TRUE)
ON CONFLICT DO NOTHING;
