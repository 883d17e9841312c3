#!/bin/sh
# Build the wheel, install it with the pinned requirements into an empty environment, build an example far from the checkout.
# usage: wheel_smoke.sh PYTHON BUILD_PYTHON
set -eu
python=$1
builder=$2
checkout=$(pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$builder" -m hatchling build -t wheel -d "$place/wheel" >/dev/null
"$python" -m venv "$place/env"
"$place/env/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$checkout/requirements/run.txt"
"$place/env/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$place"/wheel/*.whl
cp "$checkout"/examples/*.txt "$place"
cd "$place"
first=$(ls ./*.txt | head -n 1)
"$place/env/bin/diplograph" build "$first" -o out --quiet
for file in graph.ttl graph.trig graph.html graph.graphml events.jsonl events.csv report.json; do
  test -s "out/$file" || { echo "wheel smoke: out/$file is missing or empty" >&2; exit 1; }
done
"$place/env/bin/diplograph" query out -n who-met-whom >/dev/null
echo "wheel smoke: ok"
