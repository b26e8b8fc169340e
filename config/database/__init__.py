"""The database: where it is and who signs in, and the server inside the data folder."""
