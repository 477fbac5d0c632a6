# `make` alone says what there is.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help setup web web-test run test soak fuzz check fix docs bench clean

help: ## Say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(STAMP) ## Make .venv with everything that running, testing and benchmarking need

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Trivium needs Python 3.11 or newer; name one with PYTHON=…"; exit 2; }
	@echo "• making .venv"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "• installing (a minute or two, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[archive,dev,postgresql]'
	@touch $@
	@echo "• ready"

web: setup ## Build the web application, if its sources have changed
	@$(BIN)/python tools/web.py build

run: web ## Serve http://127.0.0.1:8080 with examples/, and with work in them if the database is new
	@$(BIN)/python -m examples.demo sqlite:///data/trivium.db
	@$(BIN)/trivium serve --database sqlite:///data/trivium.db --deploy examples

test: setup web-test ## The whole check: format, lint, types, import contracts, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --ignore=tests/web

web-test: web ## The web application: types, lint, tests, size of the first load, and all of it in Chromium
	@$(BIN)/python tools/web.py browser
	$(BIN)/python tools/web.py run types lint format test budget
	$(BIN)/pytest -n 0 tests/web

soak: setup ## Kill, cut and race for ten minutes; SEED=… plays a run again
	PYTHONPATH=src:. nice $(BIN)/python -W ignore -m tests.soak $(if $(SEED),--seed $(SEED))

fuzz: setup ## Ask the HTTP interface what nobody would think of, signed in, for some minutes
	TRIVIUM_FUZZ=$(or $(REQUESTS),100) $(BIN)/pytest -n 2 tests/api/test_fuzz.py

check: test

fix: setup ## Format, and mend what the linter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup ## Write the generated pages again
	$(BIN)/python tools/feel_reference.py
	$(BIN)/python tools/error_pages.py
	$(BIN)/python tools/cli_reference.py
	$(BIN)/python tools/dialect_reference.py
	$(BIN)/python tools/http_reference.py
	$(BIN)/python tools/metrics_reference.py
	$(BIN)/python tools/client_operations.py
	$(BIN)/python tools/web_client.py
	$(BIN)/python -m tools.draw_case

bench: setup ## Measure Trivium beside its peers and the physical limits
	$(BIN)/python -m benchmarks

clean: ## Remove what make has made; data/ stays
	rm -rf .venv build dist src/trivium/web web/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
