.PHONY: run test check check-long bench messages lock environment

bin := .venv/bin
workers ?= 2

# the campaign of the plan: rehearsed whole into mails and one page, then loaded and run up to a day
run: environment
	@rm -rf out
	@mkdir -p out
	$(bin)/duban rehearse campaigns/kjj-2012.yaml --with campaigns/kjj-2012-demo.yaml \
		--scenario nobody --mail out/mail --html out/rehearsal.html > out/rehearsal.txt
	$(bin)/duban demo campaigns/kjj-2012.yaml --with campaigns/kjj-2012-demo.yaml --until 2012-04-09 --data out/demo

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
