"""What the scores on annotated texts have in common (`make eval`)."""

import json
import os
from pathlib import Path
from statistics import mean

FOLDER = Path(os.environ.get("EVAL", "."))


def lines(name):
    return [json.loads(line) for line in (FOLDER / name).read_text().splitlines()]


def tell(title, found, capsys):
    """Print the mean of each score."""
    with capsys.disabled():
        print(f"\n== {title}")  # noqa: T201 - what it is for
        for name in found[0]:
            print(f"{name:<8} {mean(each[name] for each in found):.3f}")  # noqa: T201
