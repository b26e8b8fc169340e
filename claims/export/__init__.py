"""What a filter lets through, written for other programs: a module a format, each a stream of bytes."""
