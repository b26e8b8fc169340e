"""The REST door, one module a noun: find, ask, answer."""
