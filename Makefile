# make run · make test · make lint · make explore · make bench
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PYTEST_ARGS ?=
JOURNEYS ?= journey and not browser

.PHONY: run test browser lint explore bench format clean

run: $(VENV)/.installed
	@$(PY) manage.py serve

test: $(VENV)/.installed-dev
	$(PY) -m pytest -m "not journey and not browser" -n auto $(PYTEST_ARGS)
	$(PY) -m pytest -m "$(JOURNEYS)" -n 2 --maxschedchunk=1 $(PYTEST_ARGS)  # they mostly wait
	@if command -v chromium >/dev/null; then echo "Browser tests: make browser."; \
	else echo "Browser tests skipped: no Chromium is installed; make browser installs it on Debian and runs them."; fi

browser: $(VENV)/.installed-dev
	@command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium) || (sudo apt-get update -qq && sudo apt-get install -y -qq chromium)
	$(PY) -m pytest -m browser -n 2 --dist loadfile $(PYTEST_ARGS)  # an application and a Chromium each

lint: $(VENV)/.installed-dev
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy .
	$(PY) manage.py makemigrations --check --dry-run

explore: $(VENV)/.installed-dev
	$(PY) -m pytest tests/callpilot/api/test_conformance.py --hypothesis-profile=explore -n auto $(PYTEST_ARGS)

bench: $(VENV)/.installed-dev
	$(PY) -m tests.benchmarks

format: $(VENV)/.installed-dev
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

$(VENV)/.installed: requirements.txt
	@echo "Making the virtual environment (a minute, once) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "CallPilot needs Python 3.11 or newer; set PYTHON=python3.11.")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt $(VENV)/.installed
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
