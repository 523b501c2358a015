#!/bin/sh
# Times rules over column arrays, and over the facts of a million customers, against the same questions to DuckDB's Node
# package about the same columns and facts, and writes the medians with what they were measured on to
# bench/results/<date>-rules.md.
#
#   bench/rules/run.sh [CUSTOMERS ...]        default: 1000000 10000000
#
# Needs node and npm (Debian packages nodejs and npm). Everything large goes to artifacts/bench/rules.
set -eu

. "$(dirname "$0")/../measuring.sh"
work=$root/artifacts/bench/rules
mkdir -p "$work"
needs node nodejs
[ $# -gt 0 ] || set -- 1000000 10000000

build
cp "$here/duckdb.mjs" "$here/duckdb-facts.mjs" "$root/bench/score/package.json" "$work/"
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
        "$bench" rules "$customers" "$work/columns.csv" > "$work/perennial.tsv"
        (cd "$work" && node duckdb.mjs "$work/columns.csv" 2) > "$work/duckdb.tsv"
        paste "$work/perennial.tsv" "$work/duckdb.tsv" | awk -F '\t' -v n="$customers" '
            $3 != $7 { print "the two disagree: " $3 " and " $7 " by " $4 > "/dev/stderr"; exit 1 }
            { printf "| %s | `%s` | %s | %s (%s) | %s (%s) | %.1fx |\n", n, $4, $3, $1, $2, $5, $6, $5 / $1 }'
    done
    echo
    echo "## Over facts"
    echo
    echo "\`bench facts\` asks rules of the histories of 1,000,000 customers (10 million orders of 3 lines, 9.5 million"
    echo "activities) in memory; \`bench/rules/duckdb-facts.mjs\` counts the same customers in tables of the same facts."
    echo "Medians of 9 runs in ms; best run in brackets. The aim is under 200 ms. Both find the same number of customers."
    echo
    echo "| rule | found | Perennial | DuckDB | ratio |"
    echo "|---|--:|--:|--:|--:|"
    "$bench" facts 1000000 "$work/facts" > "$work/perennial.tsv"
    (cd "$work" && node duckdb-facts.mjs "$work/facts" 2) > "$work/duckdb.tsv"
    paste "$work/perennial.tsv" "$work/duckdb.tsv" | awk -F '\t' '
        $3 != $7 { print "the two disagree: " $3 " and " $7 " by " $4 > "/dev/stderr"; exit 1 }
        { printf "| `%s` | %s | %s (%s) | %s (%s) | %.1fx |\n", $4, $3, $1, $2, $5, $6, $5 / $1 }'
    echo
    load_and_machine
} > "$result"
cat "$result"
