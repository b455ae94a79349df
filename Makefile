# Trædesten: `make run` sætter op og kører; `make test` sætter op og prøver alt.
# Needs Python 3.11+ and nothing else. Another Python: make run PYTHON=/path/to/python3

PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
  if command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
  then echo $$p; exit; fi; done; echo python3)
PORT ?= 8000
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test check bench judge demo screenshots docs messages format lock setup setup-dev clean

help: ## viser denne liste / this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r t d; do printf '  make %-12s %s\n' "$$t" "$$d"; done

run: setup ## sætter op og kører demoen i browseren / set up and serve the demo (PORT=8000)
	@$(VENV)/python -m tools.serve --port $(PORT)

test: setup-dev ## sætter op og kører alle prøver på SQLite og PostgreSQL / set up and run all tests
	@$(VENV)/python -m tools.run_tests

check: setup-dev ## stil, typer, lag, oversættelser, dokumenter / style, types, layers, translations, docs
	@$(VENV)/python -m tools.check

bench: setup-dev ## måler hastighed som forhold i én kørsel / measure speed (BENCH=simulate)
	@$(VENV)/python -m tools.dev_env
	@$(VENV)/python -m tools.bench

judge: setup-dev ## måler skønnene mod kendt sandhed over mange frø / judge every estimate against known truth (SEEDS=100, JUDGE=rows)
	@$(VENV)/python -m tools.judge$(if $(JUDGE),_$(JUDGE)) $(if $(SEEDS),--seeds $(SEEDS))

demo: setup ## fylder demoen i til og med i dag / fill the demo up to today
	@$(VENV)/python -m tools.serve --demo-only

screenshots: setup-dev ## tager billeder til README / take pictures of the main pages
	@$(VENV)/python -m tools.screenshots

docs: setup-dev ## skriver de genererede dokumenter / write generated docs
	@$(VENV)/python -m tools.docs

messages: setup-dev ## finder nye tekster til oversættelse / collect texts to translate
	@$(VENV)/python -m tools.translations extract

format: setup-dev ## formaterer kode og skabeloner / format code and templates
	@$(VENV)/ruff check --fix --quiet . ; $(VENV)/ruff format .
	@git ls-files '*.html' | xargs -r $(VENV)/djade --target-version 5.2 || true

lock: setup ## låser afhængigheder på ny, uden værtsnavne / lock dependencies afresh (UPGRADE=1 for newer)
	@$(VENV)/python -m tools.lock $(if $(UPGRADE),--upgrade)

setup: ## laver miljøet til at køre / environment to run
	@$(PYTHON) -m tools.bootstrap

setup-dev: ## laver miljøet til at udvikle / environment to develop
	@$(PYTHON) -m tools.bootstrap --dev

clean: ## fjerner miljø og hentede filer, aldrig var/ / remove environment and fetched files, never var/
	rm -rf .venv assets node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis src/*.egg-info
