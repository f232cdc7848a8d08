# Each target is one line of help; scripts/ holds what they do. Paths are relative: make cannot quote spaces.
.DEFAULT_GOAL := help
.PHONY: help run dev test check bench pictures sqlx demo clean

help: ## list what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: ## install what is missing, build, and serve on http://127.0.0.1:3000 (ARBETSFORUM_ADDR changes it)
	@scripts/run

dev: ## the same, built again at every change
	@scripts/dev

test: ## install what is missing, build, run every test; ends with the count
	@scripts/test

check: ## formatting, clippy, licences and advisories
	@scripts/check

bench: ## measure the speed against its bars
	@scripts/setup bench && scripts/build && scripts/bench

pictures: ## take the README's pictures anew
	@scripts/setup test && scripts/build && node end2end/pictures.mjs

sqlx: ## renew the query data in .sqlx after a query or a migration has changed
	@scripts/setup run && scripts/sqlx-prepare

demo: ## put the demo centre into the database without starting the server
	@scripts/demo

clean: ## remove what was built here; the data in .data and the cached tools stay
	@rm -rf target end2end/node_modules
