# Every task of the project. CI runs the same targets; see CONTRIBUTING.md.

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
BUILT := src/reencuentro/web/static/built
STYLES := $(wildcard src/reencuentro/web/styles/*.scss)
PYTEST_ARGS ?= -n auto

.DEFAULT_GOAL := help
.PHONY: help install install-dev install-spark frontend demo test torture check format map bench lock clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

install: $(RUNTIME) $(BUILT)/.made ## Put the `reencuentro` command into .venv

install-dev: $(DEV) $(BUILT)/.made ## The same, with everything that tests and checks need

install-spark: $(RUNTIME) requirements-spark.lock ## What `--engine spark://…` needs besides: see docs/scaling.md
	@tools/install spark

# The stamps make a second run instant; a changed lock makes a new one.
$(RUNTIME): pyproject.toml requirements-build.lock requirements.lock tools/install
	@tools/install runtime
	@touch $@
	@echo "Ready: $(BIN)/reencuentro --help"

$(DEV): $(RUNTIME) requirements-dev.lock
	@tools/install dev
	@touch $(RUNTIME) $@

frontend: $(BUILT)/.made ## Build the pages' styles and behaviour, where anything they are made from has changed

$(BUILT)/.made: requirements.lock package.json package-lock.json tools/frontend $(STYLES) | $(RUNTIME)
	@tools/frontend
	@touch $@

demo: $(RUNTIME) $(BUILT)/.made ## Make rosters shaped like June 2018, reconcile them and show the report
	@$(BIN)/reencuentro demo

test: $(DEV) $(BUILT)/.made ## Run every test that this machine can run
	$(BIN)/pytest $(PYTEST_ARGS)

torture: $(DEV) $(BUILT)/.made ## The proofs of docs/guarantees.md at their full size; takes long
	$(BIN)/pytest -m torture

check: $(DEV) ## Style, types, the direction of imports, the rules of the house
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest tests/house

format: $(DEV) ## Lay out the code as `make check` wants it
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

map: $(DEV) ## Draw the map of the house in docs/architecture.md anew
	$(BIN)/python -m tools.house.map

bench: $(DEV) ## Measure speed and accuracy, on cohorts and beside the peers; the figures of docs/benchmarks.md
	$(BIN)/python -m bench.cohorts --children 2000
	$(BIN)/python -m bench.cohorts --children 12000
	$(BIN)/python -m bench.peers --sets people_100k people_100k_alone people_1m people_1m_alone made_1m historical febrl4
	$(BIN)/python -m bench.lookup --sets people_100k people_1m --questions typed mothers

# `uv export` writes every hash and no address, so that the locks name no registry.
EXPORT := uv export --quiet --no-emit-project --no-annotate --no-header
lock: ## Renew the locks from pyproject.toml (needs uv)
	uv lock --upgrade
	$(EXPORT) --no-dev -o requirements.lock
	$(EXPORT) --no-dev --extra spark -o requirements-spark.lock
	$(EXPORT) --only-dev -o requirements-dev.lock
	$(EXPORT) --only-group build -o requirements-build.lock
	$(EXPORT) --only-group node -o requirements-node.lock
	npm install --package-lock-only

clean: ## Remove what can be made again; a registry is never touched
	rm -rf $(VENV) node_modules $(BUILT) .bench build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +
