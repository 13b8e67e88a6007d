# Needs python3 (3.11 or newer) with venv and pip, and make. Everything else is installed by these targets.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PORT   ?= 8080
DATA   ?= data
EVERY  ?= 1
SAMPLE ?= 0
ROOM   ?= prove prove/exact prove/change prove/coverage
PURE   := tests/flow tests/dialog tests/prove
QUICK  := $(BIN)/pytest -q -m "not browser and not disk" -p no:cacheprovider
PIP    := $(BIN)/python -m pip install -q --disable-pip-version-check
NPM    := $(BIN)/npm ci --loglevel=error
TOOLS  := node_modules/.package-lock.json
JUDGE  := tools/goals/node_modules/.package-lock.json
COVERED := $(addprefix --at-least ,steps=100 branches=100 guarantees=100 plan=100 ends=100 atoms=95)

.PHONY: help run test check quick quick-pure quick-rest bench goals golden pictures mutants lock clean

help:                      ## show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

run: $(VENV)/.run          ## install what the guide needs and start it with practice data
	$(BIN)/assistant serve --demo --port $(PORT) --data $(DATA)

test: $(VENV)/.dev $(TOOLS)  ## install everything and run every check and test
	$(BIN)/python -m tools.programs chromium poppler-utils strace
	$(MAKE) --no-print-directory check
	$(BIN)/pytest -q
	$(BIN)/assistant check
	$(BIN)/assistant test
	$(BIN)/assistant cover $(COVERED) > /dev/null || $(BIN)/assistant cover $(COVERED)

check: $(VENV)/.dev $(TOOLS)  ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy assistant tests bench tools
	$(BIN)/node node_modules/typescript/bin/tsc -p tsconfig.json
	$(BIN)/lint-imports

quick: $(VENV)/.dev $(TOOLS)  ## what a change needs while it is made: checks, and the tests without browser and disk, on two cores
	$(MAKE) --no-print-directory -j2 check quick-pure quick-rest

quick-pure:
	$(QUICK) $(PURE)

quick-rest:
	$(QUICK) $(addprefix --ignore=,$(PURE))

bench: $(VENV)/.dev        ## measure speed and memory, each beside a baseline in the same run
	$(BIN)/python -m bench

mutants: $(VENV)/.dev      ## change a room in many ways and see that its tests notice (EVERY=6: one in six; ROOM=record SAMPLE=200)
	$(BIN)/python tools/mutants.py $(addprefix --room ,$(ROOM)) --every $(EVERY) --sample $(SAMPLE)

goals: $(VENV)/.dev $(JUDGE)  ## measure the guide in a browser: sizes, Lighthouse, times, keys
	$(BIN)/python -m tools.programs chromium
	$(BIN)/python -m tools.goals

golden: $(VENV)/.dev $(TOOLS)  ## write down again what a screen reader is told of every state; read the difference
	RENEW_GOLDEN=1 $(BIN)/pytest -q tests/web/look/test_look_pages.py tests/web/look/test_look_guide.py

pictures: $(VENV)/.dev     ## draw docs/states.png, a sheet of what the guide and its pages look like
	$(BIN)/python -m tests.web.look.pictures

lock: $(VENV)/.dev         ## pin every dependency again, with hashes
	$(BIN)/python tools/lock.py

clean:                     ## remove what these targets made (not the data folder)
	rm -rf $(VENV) node_modules tools/goals/node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

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

$(TOOLS): package.json package-lock.json .npmrc $(VENV)/.dev
	$(NPM)
	@touch $@

$(JUDGE): tools/goals/package.json tools/goals/package-lock.json tools/goals/.npmrc $(VENV)/.dev
	$(NPM) --prefix tools/goals
	@touch $@
