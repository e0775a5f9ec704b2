# Everything a newcomer types. `make` alone lists it.
SHELL := /bin/bash
PYTHON := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help up demo down status test check style bench setup hooks messages

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: setup ## start the system; returns when it is healthy (PORT, PATROL_HOME, TLS=1, TRAINING=1, PATROL_ADMIN, PATROL_ADMIN_PASSWORD)
	@$(PYTHON) -m ops up

demo: setup ## start the system with a city that lives, until Ctrl-C (DETACH=1 returns, SPEED=5 lives faster)
	@$(PYTHON) -m ops demo

down: ## stop what `make up` started
	@if [ -x $(PYTHON) ]; then $(PYTHON) -m ops down; else echo 'Patrol was never set up here.'; fi

status: ## show what runs
	@$(PYTHON) -m ops status

test: test-setup ## run every test, Python's and the browser code's (ARGS='tests/zones -k datum' for some of Python's)
	@$(PYTHON) -m ops try ops/tests $(ARGS)

check: test-setup ## run everything that must be clean before a commit lands
	@$(PYTHON) -m ops test ops/check

style: test-setup ## run the quick part of `make check`: style, format, types, imports
	@$(PYTHON) -m ops test ops/check style

bench: test-setup ## measure, print the table, write bench/results.json
	@$(PYTHON) -m ops test $(PYTHON) -m bench $(ARGS)

messages: test-setup ## bring the translation catalogues up to date with the source
	@for domain in django djangojs; do \
		$(PYTHON) -m ops test $(PYTHON) manage.py makemessages -d $$domain -l zh_Hans --no-location --no-obsolete \
			--ignore=.venv --ignore=.local --ignore=.local-training --ignore=node_modules --ignore=tests --ignore=bench || exit 1; \
	done

hooks: test-setup ## run the checks before each of your commits and pushes
	@$(PYTHON) -m pre_commit install --hook-type pre-commit --hook-type pre-push

setup: ## install what is missing to run the system
	@ops/setup run

.PHONY: test-setup
test-setup:
	@ops/setup test
