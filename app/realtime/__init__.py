"""Real time: what the server tells others of what has changed."""
