# Every chore has one command; `make help` lists them.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8050
RELEASE ?= data/demo
BENCH ?= *
MUTANTS ?= 300

BIN := .venv/bin
READY := .venv/.ready
JS := tests/js
JS_READY := $(JS)/node_modules/.ready
CHROMIUM_NAMES := chromium chromium-browser google-chrome google-chrome-stable

export HOST PORT
# The tests start many processes: what was compiled once is kept for the next.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test quick test-js package lint format strings reference pictures bench fuzz faults mutants demo lock browser nginx java clean

help: ## List the chores
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## Set up .venv and the demonstration release

$(READY): .requirements.lock pyproject.toml
	@echo "Setting up .venv (once; about a minute) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python is %s, expected 3.11 or newer: set PYTHON=" % sys.version.split()[0])'
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r .requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@echo "Preparing the demonstration release ..."
	@$(BIN)/screening-scope demo --prepare
	@touch $(READY)

run: $(READY) ## Serve RELEASE (data/demo) on HOST:PORT (127.0.0.1:8050)
	@$(BIN)/screening-scope serve $(RELEASE)

test: $(READY) $(JS_READY) browser nginx java test-js ## Run all tests, in a real browser too
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

# No browser, no Spark, nothing long (tests/test_collected.py says what that is), and fewer examples of each law.
QUICK := -m "not (browser or spark or long)" --hypothesis-profile=quick

quick: $(READY) $(JS_READY) test-js ## Run what to run before a commit: no browser, no Spark, nothing long
	@$(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder $(QUICK)

test-js: ## Run the tests of the page's JavaScript
	@command -v node > /dev/null || { echo "Node.js is missing: install it (Debian: apt-get install nodejs)."; exit 1; }
	@node --test tests/js/

browser:
	@for name in $(CHROMIUM_NAMES); do command -v $$name > /dev/null && exit 0; done; \
	if command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing Chromium for the browser tests ..."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-core fonts-noto-cjk > /dev/null; \
	else \
		echo "Chromium is missing: install it for the browser tests (Debian: sudo apt-get install chromium)."; exit 1; \
	fi

nginx:
	@{ command -v nginx || test -x /usr/sbin/nginx; } > /dev/null && exit 0; \
	if command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing nginx for the tests behind a proxy ..."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nginx-light > /dev/null; \
	else \
		echo "nginx is missing: the tests behind a proxy are skipped (Debian: sudo apt-get install nginx-light)."; \
	fi

java:
	@command -v java > /dev/null && exit 0; \
	if command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing Java for the tests of the engine spark ..."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jre-headless > /dev/null; \
	else \
		echo "Java is missing: install it for the tests of the engine spark (Debian: sudo apt-get install openjdk-17-jre-headless)."; exit 1; \
	fi

pictures: $(READY) browser ## Picture the pages anew, which the tests hold them against
	@$(BIN)/pytest -q --picture tests/browser/test_pictures.py

package: $(READY) browser ## Build wheel and sdist (dist/), installed and tried first, with PYTHONS or those on the path
	@PYTHONPATH=tests/browser $(BIN)/python tests/package/try_package.py $(PYTHONS)

lint: $(READY) $(JS_READY) ## Check style, types and floors
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(JS)/node_modules/.bin/eslint --config $(JS)/eslint.config.mjs assets $(JS) tests/mutants
	@$(JS)/node_modules/.bin/tsc --project $(JS)

$(JS_READY): $(JS)/package-lock.json
	@command -v npm > /dev/null && exit 0; \
	if command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing npm for the linters of JavaScript ..."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nodejs npm > /dev/null; \
	else \
		echo "npm is missing: install it for the linters of JavaScript (Debian: sudo apt-get install nodejs npm)."; exit 1; \
	fi
	@echo "Installing the linters of JavaScript (once) ..."
	@cd $(JS) && npm ci --silent
	@touch $(JS_READY)

format: $(READY) ## Format the Python code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

strings: $(READY) ## Bring the catalogues of messages up to date with the code
	@mkdir -p test-results
	@$(BIN)/pybabel --quiet extract --keywords=mark --no-location --sort-output --no-wrap -o test-results/messages.pot dashboard
	@$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap -l zh_Hans -i test-results/messages.pot -d dashboard/language
	@rm test-results/messages.pot

reference: $(READY) ## Bring the reference of the release format in data/README.md up to date with the code
	@$(BIN)/python tests/release/reference.py

bench: $(READY) browser ## Run the benchmarks and print their figures, or one: BENCH=users
	@for file in tests/bench/bench_$(BENCH).py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

fuzz: $(READY) ## Check ten thousand damaged releases and print what became of them; ask the API five thousand questions
	@$(BIN)/python tests/release/fuzz.py
	@EXAMPLES=1000 $(BIN)/pytest -q tests/api/test_fuzz.py

mutants: $(READY) $(JS_READY) ## Change the code at MUTANTS (300) places, one at a time, and print what no test sees
	@nice -n 15 $(BIN)/python tests/mutants/run.py $(MUTANTS)

faults: $(READY) ## Kill commands, fill disks, exchange what is served (TIMES=100 each); print what became of it
	@$(BIN)/python tests/faults/sweep.py $(TIMES)

demo: $(READY) ## Make the demonstration release again from its seed
	@$(BIN)/screening-scope demo --rebuild

lock: $(READY) ## Lock the newest allowed versions with their hashes
	@$(BIN)/uv pip compile pyproject.toml --extra dev --extra spark --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --upgrade -o .requirements.lock

clean: ## Remove what the chores made
	rm -rf .venv tests/js/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .mutants test-results
