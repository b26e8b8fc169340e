"""What one screen needs, one module a screen. Queries read and never write."""
