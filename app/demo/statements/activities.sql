SELECT org.ensure_standard_activities();
