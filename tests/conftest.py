"""What every test may use. The database's part, the browser's part and the cast stand in modules of their own."""

pytest_plugins = ["tests.database", "tests.chromium", "tests.cast", "tests.program", "tests.rules", "tests.world"]
