#!/bin/sh
# Measures strategies, and writes what it took to bench/results/<date>-strategies.md: the planner alone on candidates that
# stand ready; one tick at which every customer of a shop is due, on a file and on a PostgreSQL server that it starts, there
# by two processes; and what the shipped strategies add to an event.
#
#   bench/strategies/run.sh [CUSTOMERS]        default: 1000000
#
# Needs PostgreSQL (Debian package postgresql). Shops are made once and kept in artifacts/bench/strategies.
set -eu

customers=${1:-1000000}
. "$(dirname "$0")/../measuring.sh"
work=$root/artifacts/bench/strategies
mkdir -p "$work"
start_postgres strategies
build

say() { printf '%s %s\n' "$(date -u +%T)" "$*" >&2; }

file=$work/due-$customers.db
if [ ! -f "$file" ]; then
    say "making $file"
    "$bench" turns make "$file.new" "$customers"
    mv "$file.new" "$file"
    rm -f "$file.new-wal" "$file.new-shm"
fi
due=due_$customers
if ! sql -d postgres -tc "select 1 from pg_database where datname = '$due'" | grep -q 1; then
    say "making the database $due"
    sql -d postgres -c 'drop database if exists "making"' -c 'create database "making"'
    "$bench" turns make "Host=$data;Username=perennial;Database=making" "$customers"
    sql -d making -c 'vacuum analyze'
    sql -d postgres -c "alter database \"making\" rename to \"$due\""
fi

result=$root/bench/results/$(date -u +%Y-%m-%d)-strategies.md
{
    echo '# Strategies'
    echo
    echo '## The planner alone'
    echo
    echo "\`bench planner\` decides candidates that stand ready, one customer after the other: two policies, contact hours,"
    echo "a law, up to eight contacts before; half of the customers have not consented. Medians of 7 runs in ms; best run in"
    echo "brackets. The aim is under 2,000 for 1,000,000 candidates."
    echo
    echo "| on | candidates | ms | sent | blocked | deferred | held out |"
    echo "|---|--:|--:|--:|--:|--:|--:|"
    say 'the planner'
    "$bench" planner "$customers" | awk -F '\t' \
        '{ printf "| %s | %s | %s (%s) | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5, $6, $7, $8 }'
    echo
    echo '## One tick at which everybody is due'
    echo
    echo "A shop of $customers customers with an order each; a third goes from one wait into another, a third through two"
    echo 'conditions into a wait, a third to an e-mail of which half are blocked for want of consent. Two frequency policies.'
    echo 'Enrollments, decisions, planned contacts and sums are written, in transactions of an eighth of a second. *Bare rows* is'
    echo 'the time in which the database itself copies the same rows of enrollments, customers, decisions and planned contacts'
    echo 'into empty tables with the same keys and indexes. The aims are under 90 s on a file and under 120 s on PostgreSQL by'
    echo 'two processes, for 1,000,000.'
    echo
    echo '| on | processes | turns | seconds | us of this processor a turn | sent | blocked | bare rows | ratio |'
    echo '|---|--:|--:|--:|--:|--:|--:|--:|--:|'
    row() {
        awk -F '\t' -v on="$1" -v bare="$2" '{ printf "| %s | %s | %s | %s | %s | %s | %s | %s s | %.1f |\n",
            on, $1, $2, $3, $4, $5, $6, bare, $3 / bare }' "$work/turns.tsv"
    }
    say 'a tick on a file'
    cp "$file" "$work/run.db"
    rm -f "$work/run.db-wal" "$work/run.db-shm"
    "$bench" turns take "$work/run.db" 1 > "$work/turns.tsv"
    row 'a file' "$("$bench" turns bare "$work/run.db")"
    say 'a tick on PostgreSQL'
    sql -d postgres -c 'drop database if exists "run"' -c "create database \"run\" template \"$due\""
    place="Host=$data;Username=perennial;Database=run"
    "$bench" turns take "$place" 2 > "$work/turns.tsv"
    row 'PostgreSQL' "$("$bench" turns bare "$place")"
    echo
    echo '## What strategies add to an event'
    echo
    echo 'Page views of customers of a shop of 50,000, and product views, for which strategies wait, written into two files that'
    echo 'differ in nothing but that the twenty shipped strategies are published in one of them. Microseconds of processor an'
    echo 'event: the median of 9 pairs. The aims are under 40 where a customer is in no strategy, and under 150 where one is.'
    echo
    echo '| events a transaction | without strategies | added, in none | added, in none and waited for | added, in one |'
    echo '|--:|--:|--:|--:|--:|'
    say 'events'
    "$bench" events "$work/events" | awk -F '\t' \
        '{ printf "| %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5 }'
    echo
    load_and_machine
    echo "Versions: $(sdk_and_program), $("$bin/postgres" --version)."
} > "$work/result.md"
mv "$work/result.md" "$result"
cat "$result"
