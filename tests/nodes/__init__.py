"""Several server processes on one database: behind nginx, over restores, ended sessions, races."""
