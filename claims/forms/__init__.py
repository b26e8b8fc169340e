"""Forms parse what was typed; operations decide. One module a noun."""
