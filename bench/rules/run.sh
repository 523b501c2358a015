#!/bin/sh
# Times rules over column arrays against the same predicates in DuckDB's Node package over the same columns, and writes
# the medians with what they were measured on to bench/results/<date>-rules.md.
#
#   bench/rules/run.sh [CUSTOMERS ...]        default: 1000000 10000000
#
# Needs node and npm (Debian packages nodejs and npm). Everything large goes to artifacts/bench/rules.
set -eu

here=$(CDPATH='' cd -- "$(dirname "$0")" && pwd -P)
root=$(dirname "$(dirname "$here")")
work=$root/artifacts/bench/rules
mkdir -p "$work" "$root/bench/results"
command -v node > /dev/null || { echo 'run.sh: node is not installed (Debian package nodejs)' >&2; exit 1; }
[ $# -gt 0 ] || set -- 1000000 10000000

dotnet build "$root/bench/Perennial.Bench" -c Release --nologo --verbosity quiet >&2
cp "$here/duckdb.mjs" "$root/bench/score/package.json" "$work/"
[ -d "$work/node_modules/@duckdb/node-api" ] || (cd "$work" && npm install --silent --no-audit --no-fund >&2)

result=$root/bench/results/$(date -u +%Y-%m-%d)-rules.md
{
    echo "# Rules over columns in memory: Perennial against DuckDB"
    echo
    echo "\`bench rules\` evaluates a rule over the column arrays into a bitmap and counts it; \`bench/rules/duckdb.mjs\` counts"
    echo "the same customers with a prepared statement over the same columns (smallest types, enumerations, 2 threads)."
    echo "Medians of 21 runs in ms; best run in brackets. Both find the same number of customers."
    echo
    echo "| customers | rule | found | Perennial | DuckDB | ratio |"
    echo "|--:|---|--:|--:|--:|--:|"
    for customers in "$@"; do
        "$root/artifacts/bin/Perennial.Bench/release/Perennial.Bench" rules "$customers" "$work/columns.csv" > "$work/perennial.tsv"
        (cd "$work" && node duckdb.mjs "$work/columns.csv" 2) > "$work/duckdb.tsv"
        paste "$work/perennial.tsv" "$work/duckdb.tsv" | awk -F '\t' -v n="$customers" '
            $3 != $7 { print "the two disagree: " $3 " and " $7 " by " $4 > "/dev/stderr"; exit 1 }
            { printf "| %s | `%s` | %s | %s (%s) | %s (%s) | %.1fx |\n", n, $4, $3, $1, $2, $5, $6, $5 / $1 }'
    done
    echo
    echo "Load while measuring: $(cut -d' ' -f1-3 /proc/loadavg) (1, 5, 15 minutes)."
    echo "Machine: $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | sed 's/^ //'), $(nproc) cores," \
        "$(($(grep MemTotal /proc/meminfo | tr -dc '0-9') / 1000000)) GB, $(. /etc/os-release && echo "$PRETTY_NAME"), Linux $(uname -r)."
} > "$result"
cat "$result"
