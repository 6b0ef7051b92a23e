"""Strata: the schedule system of an organisation."""

from importlib.metadata import version
from pathlib import Path

__version__ = version("strata")

# The checkout: migrations/ and sql/ lie beside the package.
ROOT = Path(__file__).resolve().parents[1]
