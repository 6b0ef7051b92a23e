"""The statements that store the demo organisation, one per file; `rows` is an array of objects."""

from importlib.resources import files


def statement(name: str) -> bytes:
    """The text of `<name>.sql` in this directory."""
    return files(__name__).joinpath(f"{name}.sql").read_bytes()
