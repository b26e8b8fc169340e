"""The stored JSON of each claim: its one definition, its refreshing and its reading."""
