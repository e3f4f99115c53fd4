# `make demo` and `make test` set up everything themselves. They need Python 3.11 or later, make and pip.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# What is compiled is kept: the tests start some hundred processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test proofs proofs-full fuzz check bench bench-reading bench-rosters bench-trust bench-matching lock peers-lock clean

demo: $(RUNTIME)
	@$(BIN)/armslength demo

test: $(DEV)
	@$(BIN)/python -m pytest

# The promises, proved: a seeded share of each in minutes, or all of it in hours.
proofs: $(DEV)
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m proofs

proofs-full: $(DEV)
	@ARMSLENGTH_PROOFS=full $(BIN)/python -m pytest -n 2 --dist loadfile -m proofs

# MINUTES: how long mutated exports are read.
MINUTES ?= 10
fuzz: $(DEV)
	@$(BIN)/python -m tests.hostile.fuzz --minutes $(MINUTES)

check: $(DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(DEV)
	@$(BIN)/python -m benchmarks.audit

bench-reading: $(DEV)
	@$(BIN)/python -m benchmarks.reading

bench-rosters: $(DEV)
	@$(BIN)/python -m benchmarks.rosters

# SCHOOLS: how many; a hundred take half an hour on two cores. Needs Postgres' server programs.
SCHOOLS ?= 100
bench-trust: $(DEV)
	@$(BIN)/python -m benchmarks.trust --schools $(SCHOOLS)

# NAMES: a folder of labelled names, skipped where there is none.
bench-matching: $(DEV)
	@$(BIN)/python -m benchmarks.matching $(NAMES)

lock: $(DEV)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command 'make lock' requirements.in -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command 'make lock' requirements-dev.in -o requirements-dev.lock -c requirements.lock

peers-lock: $(DEV)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command 'make peers-lock' benchmarks/peers.in -o benchmarks/peers.lock

clean:
	rm -rf $(VENV) benchmarks/matching/.peers demo .pytest_cache .mypy_cache .ruff_cache

$(VENV)/.made:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Armslength needs Python 3.11 or later.')"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# The lock is its own constraint, too: pip 23 else looks for another release of what is asked for with an extra.
$(RUNTIME): requirements.lock pyproject.toml | $(VENV)/.made
	@echo "Setting up (about two minutes, once)..."
	@$(INSTALL) --require-hashes --only-binary :all: --compile -r requirements.lock -c requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@echo "Setting up what the tests need..."
	@$(INSTALL) --require-hashes --only-binary :all: --compile -r requirements-dev.lock -c requirements-dev.lock
	@touch $@
