# The portal's commands. `make` alone lists them. Everything that is fetched or built is kept
# (.venv, node_modules, build, .local) and made again only when what it is made from has changed.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
# The image installs requirements/requirements.txt: no tools, no embedded servers.
REQUIREMENTS ?= requirements/dev.txt
PY := .venv/bin/python
IDLE := $(PY) -m klk_portal.embedded.idle
export LOCAL_DIR ?= .local
# Many programs are started here: each would compile every module it reads where none is kept.
unexport PYTHONDONTWRITEBYTECODE

# Trust whom the machine trusts, where it keeps such a list: many municipalities inspect traffic.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem),)
export UV_SYSTEM_CERTS ?= 1
export NODE_USE_SYSTEM_CA ?= 1
endif

SOURCES = $(shell find static -type f 2>/dev/null)
CODE = accounts audit klk_portal networks notifications ui tests conftest.py manage.py


.PHONY: help run test check bench faults messages reset manage lock install assets static browser

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s'|' 2>/dev/null \
		|| grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST)

run: static ## set up and run the portal here; PORT=8001 and HOST=0.0.0.0 are honoured
	@PORT=$(PORT) HOST=$(HOST) $(PY) -m klk_portal.run --end-with-parent

test: static browser ## set up and run every test
	@$(PY) -m pytest -n logical --dist worksteal -q $(ARGS)

check: static ## lint, types, layers, templates, migrations, translations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(IDLE) mypy
	$(IDLE) lint-imports
	$(PY) -m djlint --check --lint templates --quiet
	@PYTHONWARNINGS=ignore $(IDLE) python manage.py makemigrations --check --dry-run
	$(PY) -m klk_portal.messages check

bench: static browser ## measure the production server; writes .local/bench.json
	@$(PY) -m klk_portal.bench $(ARGS)

faults: static ## torment the outbox; writes .local/faults.json (SECONDS=180)
	@$(PY) -m klk_portal.faults $(SECONDS)

messages: .venv/.made ## collect the texts to translate into locale/da, then compile them
	@$(PY) -m klk_portal.messages update
	@$(PY) -m klk_portal.messages compile

reset: ## empty .local: the embedded database with everything in it, its keys, its mails
	@if [ -x $(PY) ]; then $(PY) -m klk_portal.run --reset; else rm -rf "$(LOCAL_DIR)"; fi

manage: ## manage.py on the portal that runs here: make manage ARGS="rotate_keys"
	@$(PY) -m klk_portal.run --manage $(ARGS)

lock: .venv/.made ## pin the newest allowed versions anew
	@bash requirements/lock

# --- set-up ---------------------------------------------------------------------------------
install: .venv/.made node_modules/.made ## packages for Python and for the front end

assets: build/.assets ## style sheet, scripts, fonts

static: build/.static ## everything that the web server serves as files, hashed; and the texts

browser: .venv/.made
	@$(PY) -m tests.browser

.venv/.uv: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "The portal needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@test -x .venv/bin/pip || $(PYTHON) -m venv .venv \
		|| { rm -rf .venv; echo "Python's venv is missing (on Debian the package python3-venv)."; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/.made: .venv/.uv $(REQUIREMENTS)
	@echo "Installing the Python packages ..."
	@VIRTUAL_ENV=$(CURDIR)/.venv .venv/bin/uv pip sync --quiet --require-hashes $(REQUIREMENTS)
	@touch $@

node_modules/.made: package-lock.json package.json | .venv/.made
	@echo "Installing the front-end packages ..."
	@$(PY) -m klk_portal.assets packages
	@touch $@

build/.assets: node_modules/.made klk_portal/assets.py $(SOURCES)
	@$(PY) -m klk_portal.assets
	@touch $@

build/.messages: .venv/.made $(wildcard locale/*/LC_MESSAGES/django.po)
	@mkdir -p build
	@$(PY) -m klk_portal.messages compile
	@touch $@

build/.static: build/.assets build/.messages
	@$(PY) -m klk_portal.assets collect
	@touch $@
