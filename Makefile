# Each target sets up everything it needs on a fresh machine: Python 3.11 or newer and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint format compile train wheel system lock clean

demo: $(READY) ## the demonstration
	$(BIN)/lithograph demo

test: $(READY) $(if $(CI),system) ## all tests; in CI what they need of the system is installed too
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

lint: $(READY) ## style, types, import contracts, compiled files in step
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m lithograph.ontology.compile --check
	$(BIN)/python -m lithograph.loaders.articles.compile_grammar --check

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

compile: $(READY) ## schema, reference data and grammar into the packaged files
	$(BIN)/python -m lithograph.ontology.compile
	$(BIN)/python -m lithograph.loaders.articles.compile_grammar
	$(BIN)/lithograph ontology --format md > docs/ontology.md

train: $(READY) ## the weights of the article reader: make train GOLD=FOLDER
	$(BIN)/python tools/train_mentions.py $(GOLD) --write lithograph/loaders/articles/mention_weights.json
	$(BIN)/python tools/train_claims.py $(GOLD)

wheel: $(READY) ## build the wheel and run its demo from another folder
	rm -rf build dist
	$(BIN)/python -m build --wheel --no-isolation
	$(BIN)/python tools/try_wheel.py dist/*.whl

system: ## what the tests use of the system: Chromium; needs Debian or a relative of it, and root
	@command -v chromium >/dev/null || { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-noto-core fonts-noto-cjk; }

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Lithograph needs Python 3.11 or newer; give it with PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info

lock: ## write requirements.lock anew from pyproject.toml; needs uv
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url \
		--group dev pyproject.toml -o requirements.lock
