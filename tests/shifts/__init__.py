"""Swaps and offered shifts."""
