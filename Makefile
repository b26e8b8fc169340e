# Counterclaim: make run, make test, make lint. Needs Python 3.11 or newer, git and make, nothing else.

PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin

# Trying it out is what `make run` is for; COUNTERCLAIM_DEMO=0 makes it a newsroom of your own.
COUNTERCLAIM_DEMO ?= 1
COUNTERCLAIM_PORT ?= $(PORT)

.DEFAULT_GOAL := help
.PHONY: help run test lint

help:
	@echo "make run    the newsroom, here, with the demo dossier; PORT=8001 for another port"
	@echo "make test   every test, browser tests included"
	@echo "make lint   style, types and templates"

run: export COUNTERCLAIM_DEMO := $(COUNTERCLAIM_DEMO)
run: export COUNTERCLAIM_PORT := $(COUNTERCLAIM_PORT)
run: .venv/run.stamp
	@exec $(BIN)/python manage.py up

test: .venv/dev.stamp
	@exec $(BIN)/python -m pytest -n 2 $(ARGS)

lint: .venv/dev.stamp
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m djlint --check --lint --quiet templates
	$(BIN)/python -m mypy

# The virtual environment, made anew when the pins or the interpreter change.
.venv/run.stamp: requirements/run.txt
.venv/dev.stamp: requirements/dev.txt
.venv/%.stamp:
	@command -v $(PYTHON) >/dev/null || { echo "counterclaim: $(PYTHON) was not found: install Python 3.11 or newer, or name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "counterclaim: Python 3.11 or newer is needed, and $$($(PYTHON) --version 2>&1) is what $(PYTHON) is: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "counterclaim: this Python cannot make virtual environments: install its venv package (Debian: apt-get install python3-venv)" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what $< pins into .venv (about a minute, the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement $<
	@$(BIN)/python -m pip check --disable-pip-version-check >/dev/null
	@touch $@

# Any other name: say what there is.
%:
	$(error counterclaim: there is no "make $@"; there are: make run, make test, make lint)
