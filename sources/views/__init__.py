"""The page door, one module a noun: find, ask, render."""
