#!/usr/bin/env bash
# Takes one repository the whole way, once: pykube generate, docker build, run, ask, stop. The repository itself stays
# as it is: a copy is worked on. See try/main.go, or try.sh -help.
#
#     e2e/try.sh golden/flask-requirements/in
#     e2e/try.sh -e SECRET_KEY=x -route /health ~/src/shop --app shop.web:app
set -euo pipefail
export E2E_FROM=$PWD
cd "$(dirname "$0")"
go build -o .state/try ./try
exec .state/try "$@"
