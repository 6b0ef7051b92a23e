"""Races of two writers, with their interleavings, as PostgreSQL writes them down."""
