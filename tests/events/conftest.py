"""A database with what all scenes build on."""

from tests.rights.conftest import connection

__all__ = ["connection"]
