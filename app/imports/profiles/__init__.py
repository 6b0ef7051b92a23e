"""Profiles: how to read the files of one source."""
