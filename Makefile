# Two commands for a newcomer: `make demo` and `make test`. Each sets up what it needs.
# Works with GNU make 3.81 (macOS).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test unit coverage lint fmt check bench resilience matrix mutants audit pictures words lock clean

help:
	@echo "make demo        try it: everything on this machine, with a walked and a fresh studio"
	@echo "make demo ONCE=1 the same, and stop after the result panel"
	@echo "make test        the tests"
	@echo "make unit        the tests of the domain and its use cases: seconds, and 100 % of its branches"
	@echo "make lint        lint, types and import contracts"
	@echo "make fmt         format, and mend what lint can mend by itself"
	@echo "make check       lint, unit, and all tests with their coverage: what CI runs"
	@echo "make bench       the figures of benchmarks/, side by side in one run: up to ten minutes"
	@echo "make resilience  the long forms of tests/resilience, tests/schedules and the histories"
	@echo "make matrix      the tests three times: as locked, at the lower bounds, and newest"
	@echo "make mutants     mutation tests of the domain: at least 95 % of the mutants are killed"
	@echo "make pictures    the page in each state and look, in .gallery, and those of the README"
	@echo "make words       bring the catalogues of translations up to date with the code"
	@echo "make audit       ruff's security rules, and known holes in what is installed"
	@echo "make lock        bring requirements.lock up to date"

$(VENV)/.ready: requirements.lock Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is older or missing. Set PYTHON=python3.12, or install it:"; \
	    echo "  Debian, Ubuntu: apt-get install python3 python3-venv    Fedora: dnf install python3.12    macOS: brew install python@3.12"; exit 1; }
	@echo "Setting up $(VENV), once: about a minute, with a dot every two seconds"
	@(while sleep 2; do printf .; done) & dots=$$!; trap 'kill $$dots; echo' EXIT; \
	if command -v uv >/dev/null; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && VIRTUAL_ENV=$(VENV) uv pip install --quiet --compile-bytecode --require-hashes -r requirements.lock; \
	else \
	  $(PYTHON) -m venv $(VENV) || { echo "This Python has no venv. Debian, Ubuntu: apt-get install python3-venv"; exit 1; }; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check uv && \
	  VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements.lock; \
	fi
	@touch $@

demo: $(VENV)/.ready
	@ONCE=$(ONCE) $(BIN)/python -m demo

test: $(VENV)/.ready
	@$(BIN)/python -m pytest -n 4 --dist loadgroup $(COVERAGE)

unit: $(VENV)/.ready
	@$(BIN)/python -m pytest -q tests/domain tests/use_cases --hypothesis-profile=short \
	  --cov=workroom_harvest.domain --cov-report=term-missing:skip-covered --cov-fail-under=100

coverage:
	@$(MAKE) test COVERAGE="--cov=workroom_harvest --cov-report=term-missing:skip-covered --cov-fail-under=95"

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: $(VENV)/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: lint unit coverage

bench: $(VENV)/.ready
	@$(BIN)/python -m benchmarks

resilience: $(VENV)/.ready
	@$(BIN)/python -m pytest -p no:randomly -n 4 --dist worksteal tests/use_cases/history \
	  tests/contract/test_history.py tests/resilience tests/schedules --long

matrix: $(VENV)/.ready
	@$(BIN)/python -m tests.support.matrix $(NEWEST)

mutants: $(VENV)/.ready
	@$(BIN)/python -m tests.support.mutants $(MODULES)

pictures: $(VENV)/.ready
	@$(BIN)/python -m tests.support.pictures

words: $(VENV)/.ready
	@$(BIN)/python -m tests.support.words

audit: $(VENV)/.ready
	$(BIN)/ruff check --select S .
	$(BIN)/pip-audit --requirement requirements.lock --disable-pip

lock: $(VENV)/.ready
	@"$$(command -v uv || echo $(BIN)/uv)" pip compile --quiet --all-extras --group pyproject.toml:dev pyproject.toml --generate-hashes --no-annotate --no-header -o requirements.lock

clean:
	rm -rf $(VENV) .matrix .demo .gallery mutants .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
