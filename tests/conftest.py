"""What every test may use. The database's part and the browser's part stand in modules of their own."""

pytest_plugins = ["tests.database", "tests.chromium"]
