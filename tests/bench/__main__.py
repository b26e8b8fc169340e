"""`python -m tests.bench`: see the package's own words."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZE = int(os.environ.pop("SIZE", "") or 20_000)
FOLDER = Path(os.environ.pop("BENCH_DIR", "") or ROOT / "var" / "bench")

for name in [name for name in os.environ if name.startswith(("COUNTERCLAIM_", "DATABASE_URL"))]:
    del os.environ[name]
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "COUNTERCLAIM_DATA_DIR": str(FOLDER / str(SIZE)),
    "COUNTERCLAIM_DATABASE_ROLE": "owner",
    "COUNTERCLAIM_HTTPS": "0",
    "COUNTERCLAIM_API_RATE": str(10**9),
    "COUNTERCLAIM_API_ANONYMOUS_RATE": str(10**9),
}

if __name__ == "__main__":
    from tests.bench.run import run

    sys.exit(run(FOLDER, SIZE))
