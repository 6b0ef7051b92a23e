"""Many writers on the same few people at once."""
