#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the autograder's image: installs quizgen beside the system's Python.
set -euo pipefail
source=${AUTOGRADER:-/autograder}/source
home=${AUTOGRADER:-/autograder}/quizgen

usable() {
  command -v "$1" >/dev/null &&
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}
python=
for one in python3.13 python3.12 python3.11 python3; do
  if usable "$one"; then python=$one; break; fi
done
if [ -z "$python" ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3.11 python3.11-venv
  python=python3.11
fi
"$python" -m venv "$home"
"$home/bin/pip" install --quiet --no-cache-dir "$source"/quizgen-*.whl
"$home/bin/quizgen" doctor || true  # says in the build's log how well this machine isolates submitted code
