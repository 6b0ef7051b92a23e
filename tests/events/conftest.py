"""A database with what all scenes build on."""

from tests.rights.conftest import connection as connection
