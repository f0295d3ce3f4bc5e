# The portal in two commands: `make run` and `make test`. `make help` lists the others.
.DEFAULT_GOAL := help
.PHONY: help run install test lint check bench messages lock
VENV ?= .venv
export VENV
TOOL = @tools/python.sh -m tools.portal
INSIDE = @$(VENV)/bin/python -m
COMPILE = $(abspath $(VENV))/bin/pip-compile --quiet --allow-unsafe --generate-hashes \
	--strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

run: ## set up what is missing and start the portal (PORT=8000)
	$(TOOL) run

install: ## set up only
	$(TOOL) install

test: ## set up and run all tests, on SQLite and on the servers that answer
	$(TOOL) install-tests
	$(INSIDE) tools.suite $(ARGS)

lint: ## style of code and templates
	$(TOOL) install-tools
	$(INSIDE) tools.checks lint

check: ## lint, types, imports, migrations and settings
	$(TOOL) install-tools
	$(INSIDE) tools.checks check

bench: ## measure the pages on PostgreSQL with 10,000 projects
	$(TOOL) install-tools
	$(INSIDE) tools.bench $(ARGS)

messages: ## collect the interface strings into the catalogues
	$(TOOL) install-tools
	$(INSIDE) tools.messages extract

lock: ## pin the requirements anew, with hashes (ARGS=--upgrade for newer ones)
	$(TOOL) install-tools
	@cd requirements && for part in base dev; do $(COMPILE) $(ARGS) $$part.in -o $$part.txt || exit 1; done
