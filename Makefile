# mentorbot. `make` alone lists what there is.

PY = .venv/bin/python
WORKERS = auto

.PHONY: help run test check bench torture lock clean

help:
	@echo "make run      try mentorbot in the browser, on http://127.0.0.1:8000 (PORT=8080 for another port)"
	@echo "make test     all tests, on SQLite and PostgreSQL (ARGS='-k accept' for some, WORKERS=1 for one process)"
	@echo "make check    format, lint, types, walls between the packages, migrations"
	@echo "make bench    how fast it is (ARGS=slack for one of them)"
	@echo "make torture  the slow tests of durability, and every story on every stage"
	@echo "make lock     compile requirements.txt and requirements-dev.txt anew (ARGS=--upgrade for newer packages)"
	@echo "make clean    remove everything that was made, except data"

run:
	@sh tools/environment.sh requirements.txt && exec $(PY) -m bot playground

test:
	@sh tools/environment.sh requirements-dev.txt
	$(PY) -m pytest -n $(WORKERS) $(ARGS)

check:
	@sh tools/environment.sh requirements-dev.txt
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m storage.check

bench:
	@sh tools/environment.sh requirements-dev.txt
	$(PY) -m benchmarks $(ARGS)

torture:
	@sh tools/environment.sh requirements-dev.txt
	$(PY) -m pytest -m torture $(ARGS)
	$(PY) -m pytest -n $(WORKERS) --everywhere tests/acceptance

lock:
	@sh tools/lock.sh $(ARGS)

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
