"""What browsers load from the server."""
