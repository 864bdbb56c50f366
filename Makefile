.PHONY: run test lint help

run: ## set up what is missing and start Outreach
	python3 run.py

test: ## run the tests
	python3 run.py test

lint: ## check format, style, types and templates
	python3 run.py lint

help: ## list these commands
	@sed -n 's/^\([a-z]*\): ## /\1\t/p' $(MAKEFILE_LIST)
