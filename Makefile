# Needs python3 (3.11 or newer) with venv and pip, and make. Everything else is installed by these targets.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PORT   ?= 8080
DATA   ?= data
PIP    := $(BIN)/python -m pip install -q --disable-pip-version-check

.PHONY: help run test check bench lock clean

help:                      ## show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

run: $(VENV)/.run          ## install what the guide needs and start it with practice data
	$(BIN)/assistant serve --demo --port $(PORT) --data $(DATA)

test: $(VENV)/.dev         ## install everything and run every check and test
	$(BIN)/python tools/browser.py
	$(MAKE) --no-print-directory check
	$(BIN)/pytest -q
	$(BIN)/assistant check
	$(BIN)/assistant test

check: $(VENV)/.dev        ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy assistant tests bench tools
	$(BIN)/lint-imports

bench: $(VENV)/.dev        ## measure speed and memory, each beside a baseline in the same run
	$(BIN)/python -m bench

lock: $(VENV)/.dev         ## pin every dependency again, with hashes
	$(BIN)/python tools/lock.py

clean:                     ## remove what these targets made (not the data folder)
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements-dev.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run
