"""Exports: rows that SQL names, written as files that can be imported again."""
