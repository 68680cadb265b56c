#!/bin/sh
# Compiles both requirements files anew: all platforms, Python 3.11 and later, hashed, without any index's address.
# Pins that still fit are kept; `sh tools/lock.sh --upgrade` looks for newer ones.
set -eu
cd "$(dirname "$0")/.."
sh tools/environment.sh requirements.txt

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
.venv/bin/python -m venv "$scratch"
"$scratch/bin/python" -m pip install --quiet --disable-pip-version-check uv

compile() {
    "$scratch/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        pyproject.toml --extra build "$@" >/dev/null
}
compile --output-file requirements.txt "$@"
compile --extra dev --constraint requirements.txt --output-file requirements-dev.txt "$@"
