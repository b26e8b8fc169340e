#!/usr/bin/env python
"""Counterclaim's commands: `python manage.py help`."""

import sys

if sys.version_info < (3, 11):
    sys.exit("Counterclaim needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])

from config.commands import main  # noqa: E402 - an old Python must not meet newer syntax first

if __name__ == "__main__":
    main(sys.argv)
