# The verbs of this repository. Each works as the only command on a fresh machine with Swift 6, gcc and Python 3:
# what is missing is set up first, in .setup/, and what cannot be set up without root is named with the command for it.

SWIFT  ?= swift
PYTHON ?= python3
PREFIX ?= /usr/local

BINARY := .build/release/shoutu
SHARE   = $(DESTDIR)$(PREFIX)/share/shoutu
SOURCES := Package.swift Sources Tests

export SWIFT

.DEFAULT_GOAL := help
.PHONY: help demo test bench format lint docs setup build install uninstall clean

help: ## list these verbs
	@echo "make VERB, where VERB is one of"
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r verb text; do printf '%-12s %s\n' "$$verb" "$$text"; done

demo: build ## serve an invented outbreak on this machine (SCENARIO=hunan-2022-03 PORT=8080)
	exec $(BINARY) demo $(if $(SCENARIO),--scenario $(SCENARIO)) $(if $(PORT),--port $(PORT))

test: build ## run every test, the ones in a real browser included
	$(PYTHON) Workshop/setup.py test
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build
	.setup/venv/bin/python -m pytest Tests/Browser Tests/Faults

bench: build ## measure against the marks of docs/benchmarks.md
	Benchmarks/run.sh

format: ## lay out the Swift sources as .swift-format says
	$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

lint: ## fail where the Swift sources are not laid out so
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

docs: ## write the reference of the libraries to .setup/docs
	Workshop/docs.sh

setup: ## set up everything that demo and test need
	$(PYTHON) Workshop/setup.py test

build: ## build the shoutu program for use
	$(PYTHON) Workshop/setup.py run
	$(SWIFT) build -c release --product shoutu

install: build ## install to PREFIX=/usr/local: bin/shoutu, and its files in share/shoutu
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/shoutu
	Workshop/install-resources.sh $(SHARE)

uninstall: ## take away what install put there
	rm -rf $(SHARE) $(DESTDIR)$(PREFIX)/bin/shoutu

clean: ## remove everything built or set up (never a database)
	rm -rf .build .setup
