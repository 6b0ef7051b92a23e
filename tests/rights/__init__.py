"""Who sees and does what: a model of the rights in plain Python, and the database held against it."""
