"""How a command ends when it cannot go on."""


class Stop(Exception):
    """One sentence for the person at the terminal: what is wrong and what to do about it."""
