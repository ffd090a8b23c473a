# make demo and make test set themselves up: a virtual environment in .venv, versions from constraints.txt.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(shell for python in python3 python3.12 python3.11 python3.13 python; do \
	$$python -c '$(FITS)' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: demo test check fix bench quality corpus fuzz clean

$(INSTALLED): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and was not found."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(INSTALLED)

demo: $(INSTALLED)          ## build the fictional company's share, scan it, write its 台帳
	$(BIN)/daicho demo

test: $(INSTALLED)          ## all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(INSTALLED)         ## linters, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(INSTALLED)           ## what the linters can mend themselves
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

quality: $(INSTALLED)       ## precision and recall on the samples and the labelled corpus
	$(BIN)/python -m samples.score
	$(BIN)/python -m tests.quality.result

bench: $(INSTALLED)         ## speed and memory beside the peers, in one run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m benchmarks.run

corpus: $(INSTALLED)        ## the readers over real files of other projects, where they are at hand
	$(BIN)/python -m tools.corpus

fuzz: $(INSTALLED)          ## every golden sample of the readers, damaged 500 times
	$(BIN)/python -m tools.fuzz

clean:
	rm -rf $(VENV) daicho-demo build *.egg-info
