#!/bin/sh
# Counts the statements that a shop with products and order lines costs, on a file and on a PostgreSQL server that it
# starts, and writes the results to bench/results/<date>-statements.md.
#
#   bench/statements/run.sh ORDER-LINES.csv
#
# Needs PostgreSQL (Debian package postgresql).
set -eu

lines=$(readlink -f "${1:?Name a file of order lines}")
. "$(dirname "$0")/../measuring.sh"
[ "${BUILT:-}" ] || build

start_postgres statements 256MB
# Made anew each time: what opening a shop asks is counted too.
sql -d postgres -c 'drop database if exists shop' -c 'create database shop'
file=$data.db
rm -f "$file" "$file-wal" "$file-shm"

result=$root/bench/results/$(date -u +%Y-%m-%d)-statements.md
{
    echo '# Statements'
    echo
    echo "What \`$(basename "$lines")\` costs as a shop: statements that one process asks, whatever it does meanwhile, and of"
    echo 'which there are most. One of several sent together counts as one; in a file, so does each customer whose rows are'
    echo 'read, which costs microseconds there.'
    echo
    for place in "$file" "Host=$data;Username=perennial;Database=shop"; do
        [ "$place" = "$file" ] && echo '## SQLite, one shard' || echo '## PostgreSQL, 64 shards'
        echo
        echo '| what | statements | seconds | most of them |'
        echo '|---|--:|--:|---|'
        "$bench" statements "$place" "$lines"
        echo
    done
    load_and_machine
    echo "Versions: .NET SDK $(dotnet --version), $("$bin/postgres" --version)."
} > "$data.md"
mv "$data.md" "$result"
cat "$result"
