.PHONY: run test check check-long bench messages lock environment

bin := .venv/bin
# one more than cores: the tests of the flows mostly wait for other processes
workers ?= 3

# the demonstration: a campaign played to a day, that day through Prefect; its pages stay until Ctrl-C
run: environment
	$(bin)/duban demo

test: environment
	$(bin)/pytest -n $(workers)

check: environment
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/vulture
	$(bin)/deptry .

check-long: environment
	DUBAN_LONG=1 $(bin)/pytest -n $(workers) $(wildcard tests/property tests/fault)

bench: environment
	$(bin)/python -m benchmarks

# new and changed texts go into the catalogues, where they wait for a translator
messages: environment
	$(bin)/pybabel extract --mapping pyproject.toml --project Duban --no-location --sort-output \
		--output-file locales/duban.pot .
	for language in zh_Hans zh_Hant en; do \
		$(bin)/pybabel update --domain duban --input-file locales/duban.pot --output-dir locales \
			--locale $$language --init-missing --no-fuzzy-matching --ignore-pot-creation-date || exit 1; \
	done

lock:
	.ci/lock

environment:
	@.ci/environment
