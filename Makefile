# make run    open the program on a sample store (without a display: a whole quarter into demo-output/)
# make test   lint, format, types, layers, every test, offscreen
# make soak   the promises of RELIABILITY.md in full, for hours, with their figures
# make bench  speed and memory, each beside its own baseline in the same run

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
STORE ?= demo-output/sample.npt

.PHONY: run test lint types layers tests soak bench lock clean

run: $(VENV)/.run
	@$(PY) -m npt_desktop --store "$(STORE)" tour

test: lint types layers tests

lint: $(VENV)/.dev
	$(PY) -m ruff check npt_desktop tests benchmarks
	$(PY) -m ruff format --check npt_desktop tests benchmarks

types: $(VENV)/.dev
	$(PY) -m mypy

layers: $(VENV)/.dev
	$(VENV)/bin/lint-imports --no-logo 2>/dev/null || $(VENV)/bin/lint-imports

# Modules compiled once serve both workers and every process a test starts.
tests: $(VENV)/.dev
	PYTHONDONTWRITEBYTECODE= QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto --dist worksteal

soak: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -m soak

bench: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks

$(VENV)/.run: requirements.lock .ci/prepare
	bash .ci/prepare "$(PYTHON)" "$(VENV)" requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock .ci/prepare
	bash .ci/prepare "$(PYTHON)" "$(VENV)" requirements-dev.lock
	@touch $@ $(VENV)/.run

lock:
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --no-annotate \
	  --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --no-annotate \
	  --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist demo-output .mypy_cache .ruff_cache .pytest_cache
