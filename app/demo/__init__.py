"""The demo organisation: 300 invented people, the same for everybody on the same day."""

from app.demo.load import load

# What everybody's demo organisation is made from.
SEED = 2026

__all__ = ["SEED", "load"]
