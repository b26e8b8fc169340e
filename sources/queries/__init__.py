"""What one screen needs, named for the screen."""
