"""Every write to matters, claims and links, one module a noun: lock, require, check, write, record."""
