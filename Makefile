# Everything a fresh machine needs: Python 3.11 or later, pip and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PYTHONHASHSEED ?= 0

.PHONY: demo test check lint types imports wheel slow bench docs pictures typer clean

help: ## show this help
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/.run: requirements/run.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(VENV)/.run ## build the bundled examples and say what to open
	@$(BIN)/diplograph demo

test: $(VENV)/.dev ## set up and run the tests
	@sh tests/browser/setup.sh
	$(BIN)/python -m pytest -m "not slow"

check: lint types imports ## style, types and import contracts

lint: $(VENV)/.dev
	$(BIN)/ruff check graph tests benchmarks
	$(BIN)/ruff format --check graph tests benchmarks

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

wheel: $(VENV)/.dev ## build the wheel and try it in an empty environment, outside the checkout
	sh tests/wheel_smoke.sh $(PYTHON) $(BIN)/python

slow: $(VENV)/.dev ## whole corpora and kill tests
	$(BIN)/python -m pytest -m slow

docs: $(VENV)/.dev ## the documentation as a site in site/, the ontology's page with it
	$(BIN)/python -m mkdocs build --strict --quiet

pictures: $(VENV)/.dev ## take the pictures of the page anew, from the examples
	$(BIN)/python docs/pictures.py

typer: $(VENV)/.dev ## train the typer anew on the examples of the lexicon
	$(BIN)/python benchmarks/roots.py train

clean:
	rm -rf $(VENV) dist build site diplograph-demo
