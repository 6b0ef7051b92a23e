"""Imports: a file is read here and mapped by a profile; everything after that is SQL."""
