"""Real time: what follows the log of events and tells everyone who may know."""
