#!/bin/sh
# Forecasts from days of the past of every set in data/ (and in other folders named) and of the demo, compares with what
# came after, and writes docs/reference/accuracy.md, beside the numbers in bench/accuracy/before.tsv.
#
#   bench/accuracy/run.sh [FOLDER...]        default: data, and shared/data beside the repository where it is there
set -eu

. "$(dirname "$0")/../measuring.sh"
[ "$#" -gt 0 ] || set -- "$root/data" "$root/../shared/data"
build
mkdir -p "$root/artifacts/bench"
page=$root/docs/reference/accuracy.md
"$bench" accuracy "$here/before.tsv" "$root/artifacts/bench/accuracy.tsv" "$@" > "$page.new"
mv "$page.new" "$page"
echo "written: docs/reference/accuracy.md (numbers: artifacts/bench/accuracy.tsv)" >&2
