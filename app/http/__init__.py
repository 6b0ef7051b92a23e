"""The thin layer between the network and the functions of schema api."""
