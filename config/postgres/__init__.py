"""Django's PostgreSQL, with what thousands of requests a second ask of it."""
