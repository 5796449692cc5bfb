# One verb a line. Everything runs in .venv, which the first command makes; PYTHON chooses the interpreter for it.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint format bench catalogue pages screens clean

demo: .venv/server  ## check the example app and a broken one, and open a shelf, as a newcomer would
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh

test: .venv/dev lint  ## lint, types and all tests
	$(BIN)/pytest -n 2 --dist worksteal -q --durations 60

lint: .venv/dev  ## what review would otherwise have to say
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/dev  ## put the code in shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/bench  ## speed, against peers in the same run
	$(BIN)/python benchmarks/run.py

catalogue: .venv/dev  ## collect the sentences to translate and compile the translations
	$(BIN)/python tools/catalogue.py

.venv/core: requirements/core.txt pyproject.toml
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements/core.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/server: requirements/server.txt .venv/core
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements/server.txt
	@touch $@

.venv/dev: requirements/dev.txt .venv/server
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements/dev.txt
	@touch $@

.venv/bench: requirements/bench.txt .venv/core
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements/bench.txt
	@touch $@

pages: .venv/dev  ## write the pages of the rules
	$(BIN)/python tools/rule_pages.py

screens: .venv/dev  ## take the pictures of the shelf's pages
	$(BIN)/python tools/screens.py

clean:
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
