# Counterclaim: make run, make test, make lint. Needs Python 3.11 or newer, git and make, nothing else.

PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin

# Trying it out is what `make run` is for; COUNTERCLAIM_DEMO=0 makes it a newsroom of your own.
COUNTERCLAIM_DEMO ?= 1
COUNTERCLAIM_PORT ?= $(PORT)

.DEFAULT_GOAL := help
.PHONY: help run test fuzz lint eval bench

help:
	@echo "make run    the newsroom, here, with the demo dossier; PORT=8001 for another port"
	@echo "make test   every test, browser tests included"
	@echo "make fuzz   thousands of requests to the REST interface, for every role; EXAMPLES=200 for more of each"
	@echo "make lint   style, types and templates"
	@echo "make eval   how well statements and their rivals are found, on the development texts beside the project"
	@echo "make bench  how fast it is beside SQL by hand; SIZE=200000 for another size than 20,000 claims"

run: export COUNTERCLAIM_DEMO := $(COUNTERCLAIM_DEMO)
run: export COUNTERCLAIM_PORT := $(COUNTERCLAIM_PORT)
run: .venv/run.stamp
	@exec $(BIN)/python manage.py up

test: .venv/dev.stamp
	@exec $(BIN)/python -m pytest -n 2 $(ARGS)

# Many more requests made from the interface's own document than a run of the tests makes, for every role.
fuzz: export EXAMPLES ?= 50
fuzz: .venv/dev.stamp
	@exec $(BIN)/python -m pytest tests/api/test_schema.py -n 2 $(ARGS)

lint: .venv/dev.stamp
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m djlint --lint --quiet templates
	$(BIN)/python -m mypy

# Scored from the outside: the command's own output against texts annotated by hand, which are not part of the project.
EVAL = ../shared/eval
eval: .venv/dev.stamp
	@if test ! -f $(EVAL)/score_capture.py; then echo "There are no development texts in $(EVAL): nothing was scored."; exit 0; fi; \
	work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT && \
	score() { \
		echo "== $$1" && \
		$(BIN)/python $(EVAL)/score_capture.py --texts $$2 $$3 $$4 > "$$work/texts.jsonl" && \
		$(BIN)/python manage.py attribute "$$work/texts.jsonl" > "$$work/proposed.jsonl" && \
		$(BIN)/python $(EVAL)/score_capture.py $$2 "$$work/proposed.jsonl" $$3 $$4 $(ARGS); \
	} && \
	score "news article" $(EVAL)/seed-article-gold.json --article-text $(EVAL)/../seed/article.txt && \
	score "PolNeAR, development part" $(EVAL)/capture-polnear-dev.jsonl && \
	EVAL=$(EVAL) $(BIN)/python -m pytest -q --no-header tests/scored_rivals.py tests/scored_search.py

# Its own words, in tests/bench/__init__.py, say what is measured and how.
bench: export SIZE := $(SIZE)
bench: export ONLY := $(ONLY)
bench: export ROUNDS := $(ROUNDS)
bench: export SECONDS := $(SECONDS)
bench: .venv/dev.stamp
	@exec $(BIN)/python -m tests.bench

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
	@said=$$($(BIN)/python -m pip check --disable-pip-version-check) || { echo "$$said" >&2; exit 1; }
	@touch $@

# Any other name: say what there is.
%:
	$(error counterclaim: there is no "make $@"; there are: make run, make test, make fuzz, make lint, make eval, make bench)
