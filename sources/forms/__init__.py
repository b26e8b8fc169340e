"""What people type into pages, parsed; operations decide."""
