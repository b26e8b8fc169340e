"""What programs send and get, one module a noun."""
