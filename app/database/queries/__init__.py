"""The questions that the deployment asks the catalogue, one per file."""

from importlib.resources import files


def query(name: str) -> str:
    """The text of `<name>.sql` in this directory."""
    return files(__name__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
