"""The commands of the command line, a module each.

A command module has `add_command(subparsers)`, which declares its arguments and names the function
that runs it: `parser.set_defaults(run=...)`, taking the parsed arguments, returning the exit code.
"""
