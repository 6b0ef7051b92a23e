"""The database: its server, its migrations, its code."""
