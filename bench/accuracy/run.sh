#!/bin/sh
# Forecasts from days of the past of every set in data/ (and in other folders named) and of the demo, compares with what
# came after, and writes docs/reference/accuracy.md, beside the numbers in bench/accuracy/before.tsv.
#
#   bench/accuracy/run.sh [FOLDER...]        default: data, and shared/data beside the repository where it is there
#   bench/accuracy/run.sh --only=SET         one set, in a minute or two: the page to artifacts/bench alone
set -eu

. "$(dirname "$0")/../measuring.sh"
case ${1:-} in --only=*) only=$1 && shift ;; esac
[ "$#" -gt 0 ] || set -- "$root/data" "$root/../shared/data"
build
mkdir -p "$root/artifacts/bench"
page=$root/docs/reference/accuracy.md
if [ -n "${only:-}" ]; then
    "$bench" accuracy "$here/before.tsv" "$root/artifacts/bench/accuracy-of-one.tsv" "$only" "$@" |
        tee "$root/artifacts/bench/accuracy-of-one.md"
    exit
fi
"$bench" accuracy "$here/before.tsv" "$root/artifacts/bench/accuracy.tsv" "$@" > "$page.new"
mv "$page.new" "$page"
echo "written: docs/reference/accuracy.md (numbers: artifacts/bench/accuracy.tsv)" >&2
