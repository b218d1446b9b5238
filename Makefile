# make run · make test · make lint · make explore · make ear · make bench · make chaos · make mutants
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PYTEST_ARGS ?=
YIELDING := nice -n 10
FAST ?= not journey and not browser and not ear
JOURNEYS ?= journey and not browser and not ear
# Every process that tests first imports every file it is given: these are the files that matter.
naming = $$(grep -rl --include='test_*.py' 'mark\.$(1)' tests | sort)

.PHONY: run test fast journeys browser lint explore ear bench chaos mutants format clean
MINUTES ?= 5
SEED ?=

run: $(VENV)/.installed
	@$(PY) manage.py serve

test: fast journeys
	@if command -v chromium >/dev/null; then echo "Browser tests: make browser."; \
	else echo "Browser tests skipped: no Chromium is installed; make browser installs it on Debian and runs them."; fi

# Journeys mostly wait, and what calls say must be heard in time: beside them (make -j2) the rest
# yields. pytest-django puts the name of the suite behind the names of its databases.
fast: $(VENV)/.installed-dev
	$(YIELDING) $(PY) -m pytest -m "$(FAST)" --ignore=tests/ear -n auto $(PYTEST_ARGS)

journeys: $(VENV)/.installed-dev
	TOX_PARALLEL_ENV=journeys $(PY) -m pytest -m "$(JOURNEYS)" -n 2 --maxschedchunk=1 $(call naming,journey) $(PYTEST_ARGS)
	@command -v npm >/dev/null || echo "The client in TypeScript was skipped: no npm is installed (Debian: nodejs npm)."

browser: $(VENV)/.installed-dev
	@command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium) || (sudo apt-get update -qq && sudo apt-get install -y -qq chromium)
	$(PY) -m pytest -m browser -n 2 --dist loadfile $(call naming,browser) $(PYTEST_ARGS)  # an application and a Chromium each

lint: $(VENV)/.installed-dev
	$(YIELDING) $(VENV)/bin/ruff format --check .
	$(YIELDING) $(VENV)/bin/ruff check .
	$(YIELDING) $(VENV)/bin/mypy .
	$(PY) manage.py makemigrations --check --dry-run

explore: $(VENV)/.installed-dev
	$(PY) -m pytest tests/callpilot/api/test_conformance.py tests/routes/test_odd_requests.py tests/routes/test_odd_messages.py tests/campaigns/bookings/test_interleavings.py --hypothesis-profile=explore -n auto $(PYTEST_ARGS)
	$(PY) -m tests.voice.negotiation.random_callee 10000 $$(date +%s)

ear: $(VENV)/.installed-ear
	$(PY) -m pytest -m ear -n 0 tests/ear $(PYTEST_ARGS)

bench: $(VENV)/.installed-dev
	$(PY) -m tests.benchmarks

# With DATABASE_URL four processes on PostgreSQL and a Redis of their own, behind Caddy where it is
# installed; else one on SQLite. Several seeds: several runs, added up.
chaos: $(VENV)/.installed-dev
	DJANGO_SETTINGS_MODULE=callpilot.settings $(PY) -m tests.chaos $(MINUTES) $(SEED)

mutants: $(VENV)/.installed-dev
	$(YIELDING) $(PY) -m tests.mutants

format: $(VENV)/.installed-dev
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

$(VENV)/.installed: requirements.txt constraints.txt
	@echo "Making the virtual environment (a minute, once) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "CallPilot needs Python 3.11 or newer; set PYTHON=python3.11.")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt -c constraints.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt $(VENV)/.installed
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	@touch $@

$(VENV)/.installed-ear: requirements-ear.txt $(VENV)/.installed-dev
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-ear.txt -c constraints.txt
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
