# Two commands: `make serve` tries the project out, `make test` checks it. Both set up what they need.

PORT ?= 8080
# The first Python that is new enough; PYTHON=... chooses another.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $(name))))
PYTHON := $(PYTHON)
# Empty for one that is too old, or none.
VERSION := $(if $(PYTHON),$(shell "$(PYTHON)" -c \
	'import sys; sys.version_info < (3, 11) or print("%d.%d" % sys.version_info[:2])' 2>/dev/null))
FOUND = $(shell "$(or $(PYTHON),python3)" --version 2>/dev/null)
SERVE := .venv/serve-$(VERSION)
TEST := .venv/test-$(VERSION)
BENCHMARK := .venv/benchmark-$(VERSION)
# The folders of the catalogs too: one that is gone must go from the installation. What editors leave
# beside a file is no source.
SOURCES := pyproject.toml README.md $(shell find locale -type d -name '[a-zA-Z]*' 2>/dev/null) \
	$(shell find locale i18n_wsgi -type f -name '[a-zA-Z_]*' -not -name '* *' -not -name '*.pyc' \
	-not -name '*~' 2>/dev/null)

.PHONY: serve test check unit catalogs benchmark soak fuzz accessibility python always
.SILENT:

serve: $(SERVE)/installed
	exec $(SERVE)/bin/python -P -m i18n_wsgi serve --port '$(PORT)'

# Everything that the project checks, then what only a finished installation can show.
test: check
	$(TEST)/bin/python -m pytest -q --cov --cov-branch --cov-report=term

# Format, lint, types, catalogs.
check: $(TEST)/installed
	$(TEST)/bin/python -m ruff format --check --quiet . || { \
		echo 'make: the files above are not formatted; $(TEST)/bin/ruff format . does it' >&2; exit 1; }
	$(TEST)/bin/python -m ruff check --quiet .
	$(TEST)/bin/python -m mypy
	$(TEST)/bin/i18n-wsgi catalog lint locale --strict
	$(call extract,--check --strict)
	$(TEST)/bin/i18n-wsgi catalog update locale --check

# The tests that need neither a build nor a socket.
unit: $(TEST)/installed
	$(TEST)/bin/python -m pytest -q -m 'not frontdoor'

# Side by side with peers; more than half an hour.
benchmark: $(BENCHMARK)/installed
	$(BENCHMARK)/bin/python benchmarks/negotiation.py
	$(BENCHMARK)/bin/python -W ignore benchmarks/translation.py
	$(BENCHMARK)/bin/python benchmarks/linters.py
	$(BENCHMARK)/bin/python -W ignore benchmarks/errors.py
	$(BENCHMARK)/bin/python -W ignore benchmarks/error_layer.py
	$(BENCHMARK)/bin/python -W ignore benchmarks/serving.py
	$(BENCHMARK)/bin/python -W ignore benchmarks/reloading.py

# Twenty minutes of errors and reloads.
soak: $(BENCHMARK)/installed
	$(BENCHMARK)/bin/python -W ignore benchmarks/soak.py

# Ten minutes of hostile headers.
fuzz: $(TEST)/installed
	$(TEST)/bin/python tools/fuzz_negotiation.py

# The error page in chromium, as axe-core sees it; needs npm to fetch axe-core.
accessibility: $(TEST)/installed
	cd .venv && npm pack --silent axe-core@4.14.1 >/dev/null
	$(TEST)/bin/python -W ignore tools/check_accessibility.py .venv/axe-core-4.14.1.tgz

# After a text was added or changed: new templates, and the catalogs brought up to them.
catalogs: $(TEST)/installed
	$(call extract,)
	$(TEST)/bin/i18n-wsgi catalog update locale

$(SERVE)/installed: $(SOURCES) .venv/place | python
	$(call venv,$(SERVE))
	echo 'Installing the project into $(SERVE) ...'
	$(SERVE)/bin/python -m pip install --quiet --disable-pip-version-check . || $(no_install)
	touch $@

$(TEST)/installed: pyproject.toml .venv/place | python
	$(call venv,$(TEST))
	echo 'Installing the project and its checks into $(TEST) ...'
	$(TEST)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]' || $(no_install)
	touch $@

$(BENCHMARK)/installed: pyproject.toml .venv/place | python
	$(call venv,$(BENCHMARK))
	echo 'Installing the project and its peers into $(BENCHMARK) ...'
	$(BENCHMARK)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[benchmark]' || $(no_install)
	touch $@

# Changes when the checkout has been moved: installations hold its path.
.venv/place: always
	test "$$(cat $@ 2>/dev/null)" = '$(CURDIR)' || { mkdir -p .venv && echo '$(CURDIR)' >$@; }

python:
	test -n '$(VERSION)' || { \
		echo 'make: this needs Python 3.11 or newer; found: $(or $(FOUND),none).' \
			'PYTHON=/path/to/python names another.' >&2; exit 1; }
	"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
		echo 'make: $(PYTHON) lacks its venv module; on Debian: apt-get install python$(VERSION)-venv' >&2; \
		exit 1; }

# The templates of both domains, made or, with --check, looked at.
define extract
$(TEST)/bin/i18n-wsgi catalog extract i18n_wsgi --domain i18n_wsgi --ignore-dirs sample $(1)
$(TEST)/bin/i18n-wsgi catalog extract i18n_wsgi/sample --domain i18n_wsgi_sample $(1)
endef

no_install = { echo 'make: pip could not install the project, as it says above; it needs a package index' \
	'that it can reach, and catalogs that are sound' >&2; exit 1; }

# A virtual environment, made anew where there is none that works.
venv = $(1)/bin/python -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear $(1)
