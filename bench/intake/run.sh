#!/bin/sh
# Measures what comes in through HTTP, on a file and on a PostgreSQL server that it starts, with everything on this one
# machine, and writes the results to bench/results/<date>-intake.md: events a second and waits, how soon a webhook sees a
# purchase, pgbench inserting bare rows, and (asked for by a third argument) a rescore of a million customers.
#
#   bench/intake/run.sh [CUSTOMERS] [SECONDS] [rescore]        default: 500000 customers, 20 seconds a measurement
#
# Needs PostgreSQL with pgbench (Debian package postgresql). Shops are made once and kept in artifacts/bench/intake.
set -eu

customers=${1:-500000}
seconds=${2:-20}
. "$(dirname "$0")/../measuring.sh"
work=$root/artifacts/bench/intake
mkdir -p "$work"
start_postgres intake
make_database shop
make_database million
build
file=$work/shop-$customers.db
place="Host=$data;Username=perennial;Database=shop"

# One transaction a list, and one an event, of 64 connections: facts alone, no profile, no look whether they are known.
pgbench() { "$bin/pgbench" -h "$data" -U perennial -n -M prepared -T "$seconds" -c "$2" -j 2 -f "$here/$1.pgbench" shop; }
tps() { awk '/^tps/ { print $3 }'; }

result=$root/bench/results/$(date -u +%Y-%m-%d)-intake.md
{
    echo '# Events through HTTP'
    echo
    echo "A shop of $customers customers, scored; of 100 events 70 product views, 15 carts, 10 orders, 5 identify, of all"
    echo 'customers alike. A request is answered when its events are on disk and every profile they touch is recomputed and'
    echo 'stored. The sender runs on the same processors. Waits in ms; the server'"'"'s processors in use; microseconds of'
    echo 'processor an event.'
    echo
    for store in "$file" "$place"; do
        [ "$store" = "$file" ] && echo '## SQLite' || echo '## PostgreSQL'
        echo
        echo '| events a request | connections | events a second | half wait | 95 % | 99 % | processors | us an event |'
        echo '|--:|--:|--:|--:|--:|--:|--:|--:|'
        "$bench" intake "$store" "$customers" "$seconds"
        echo
        echo 'From a purchase being sent to its columns being seen by a webhook, in ms:'
        echo
        echo '| other events a second | purchases | half | 95 % | 99 % | longest |'
        echo '|--:|--:|--:|--:|--:|--:|'
        "$bench" latency "$store" "$customers" 2000 "$seconds"
        echo
    done
    sql -d shop -f "$here/bare.sql" >&2
    echo '## Bare rows'
    echo
    echo 'The rows of the same events (activities, orders with a line, customers) inserted by `pgbench` into tables without'
    echo 'rows before them, on the same server: nothing is read, compared or computed.'
    echo
    echo '| rows of events a transaction | connections | events a second |'
    echo '|--:|--:|--:|'
    echo "| 100 | 8 | $(pgbench list 8 | tps | awk '{ printf "%d", $1 * 100 }') |"
    echo "| 1 | 64 | $(pgbench single 64 | tps | awk '{ printf "%d", $1 }') |"
    echo
    if [ "${3:-}" = rescore ]; then
        echo '## Everything anew'
        echo
        echo '`perennial rescore --all` of a shop in PostgreSQL, by several processes at once.'
        echo
        echo '| customers | orders | processes | seconds |'
        echo '|--:|--:|--:|--:|'
        "$bench" rescore "Host=$data;Username=perennial;Database=million"
        echo
    fi
    load_and_machine
    echo "Versions: $(sdk_and_program), $("$bin/postgres" --version)."
} > "$work/result.md"
mv "$work/result.md" "$result"
cat "$result"
