#!/bin/sh
# Makes .venv from a locked requirements file, or leaves it alone when it already holds exactly that.
#   sh tools/environment.sh requirements.txt|requirements-dev.txt
set -eu
cd "$(dirname "$0")/.."

wanted=$1
venv=.venv
record=$venv/locked

say() { printf '%s\n' "$*" >&2; }

works() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    without_venv=
    for candidate in ${PYTHON:-} python3.14 python3.13 python3.12 python3.11 python3; do
        works "$candidate" || continue
        if "$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return
        fi
        without_venv=${without_venv:-$candidate}
    done
    if [ -n "$without_venv" ]; then
        version=$("$without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "Python $version is here but its venv module is missing: on Debian or Ubuntu type" \
            "'sudo apt install python$version-venv', on macOS 'brew install python'; then try again."
    else
        say "mentorbot needs Python 3.11 or newer, and none was found: on Debian or Ubuntu type" \
            "'sudo apt install python3 python3-venv', on macOS 'brew install python'; then try again."
    fi
    exit 1
}

# The scripts inside know the folder's absolute path, so a moved project needs a new environment.
here=$(pwd -P)
if ! works $venv/bin/python || { [ -f $record/place ] && [ "$(cat $record/place)" != "$here" ]; }; then
    python=$(find_python)
    say "Making a Python environment in $venv ..."
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi

mkdir -p $record
if ! cmp -s "$wanted" "$record/$wanted"; then
    say "Installing what $wanted names. The first time takes a minute or two ..."
    $venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$wanted"
    rm -f "$record/pyproject.toml"
    cp "$wanted" "$record/$wanted"
fi
if ! cmp -s pyproject.toml $record/pyproject.toml; then
    $venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --no-deps --no-build-isolation --editable .
    cp pyproject.toml $record/pyproject.toml
    printf '%s\n' "$here" >$record/place
fi
