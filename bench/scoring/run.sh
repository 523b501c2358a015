#!/bin/sh
# Measures how long events wait while everybody in a served shop is compared anew, on a file and on a PostgreSQL server that
# it starts, with everything on this one machine, and writes bench/results/<date>-scoring.md.
#
#   bench/scoring/run.sh [CUSTOMERS] [EVENTS A SECOND, FILE] [EVENTS A SECOND, POSTGRESQL]     default: 200000 500 100
#
# Needs PostgreSQL (Debian package postgresql). Shops are made once and kept in artifacts/bench/scoring.
set -eu

customers=${1:-200000}
. "$(dirname "$0")/../measuring.sh"
work=$root/artifacts/bench/scoring
mkdir -p "$work"
start_postgres scoring
make_database shop
build

table() {
    echo
    echo "## $1"
    echo
    echo "$3 events a second."
    echo
    echo '| while | seconds | events | refused | half wait | 99 % | 99.9 % | longest |'
    echo '|---|--:|--:|--:|--:|--:|--:|--:|'
    "$bench" scoring "$2" "$customers" "$3"
}
result=$root/bench/results/$(date -u +%Y-%m-%d)-scoring.md
{
    echo '# Events while a shop is scored'
    echo
    echo "A shop of $customers customers with ten orders each. Events come one a request, of all customers alike; one waits from"
    echo 'when it was to be sent until it is answered, in ms. The sender runs on the same processors.'
    table SQLite "$work/shop-$customers.db" "${2:-500}"
    table PostgreSQL "Host=$data;Username=perennial;Database=shop" "${3:-100}"
    echo
    load_and_machine
    echo "Versions: $(sdk_and_program), $("$bin/postgres" --version)."
} > "$work/result.md"
mv "$work/result.md" "$result"
cat "$result"
