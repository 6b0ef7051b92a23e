"""The small organisation that the tests of resources begin with."""

from tests.organisation.conftest import organisation, structure

__all__ = ["organisation", "structure"]
