#!/bin/sh
# Measures how long events wait while everybody in a served shop is compared anew, on a file and on a PostgreSQL server that
# it starts, with everything on this one machine, and writes bench/results/<date>-scoring.md.
#
#   bench/scoring/run.sh [CUSTOMERS] [EVENTS A SECOND, FILE] [EVENTS A SECOND, POSTGRESQL]     default: 200000 500 100
#
# Needs PostgreSQL (Debian package postgresql). Shops are made once and kept in artifacts/bench/scoring.
set -eu

customers=${1:-200000}
here=$(CDPATH='' cd -- "$(dirname "$0")" && pwd -P)
root=$(dirname "$(dirname "$here")")
work=$root/artifacts/bench/scoring
data=${TMPDIR:-/tmp}/perennial-bench-scoring
mkdir -p "$work" "$root/bench/results"
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | tail -1)
[ -x "$bin/postgres" ] || { echo 'run.sh: PostgreSQL is not installed (Debian package postgresql)' >&2; exit 1; }

# A server refuses to run as root.
server() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}
cd /
[ -s "$data/PG_VERSION" ] || server "$bin/initdb" -D "$data" -U perennial -A trust --locale=C -E UTF8 > /dev/null
server "$bin/pg_ctl" -D "$data" -s -w -l "$data/log" start \
    -o "-k $data -c listen_addresses= -c shared_buffers=1GB -c max_wal_size=4GB"
trap 'server "$bin/pg_ctl" -D "$data" -s -m fast stop' EXIT
"$bin/psql" -h "$data" -U perennial -q -d postgres -c 'create database shop' 2> /dev/null || true

"$root/perennial" --version > /dev/null
dotnet build "$root/bench/Perennial.Bench" -c Release --nologo --verbosity quiet >&2
bench=$root/artifacts/bin/Perennial.Bench/release/Perennial.Bench

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
    echo "Load while measuring: $(cut -d' ' -f1-3 /proc/loadavg) (1, 5, 15 minutes)."
    echo "Machine: $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | sed 's/^ //'), $(nproc) cores," \
        "$(($(grep MemTotal /proc/meminfo | tr -dc '0-9') / 1000000)) GB, $(. /etc/os-release && echo "$PRETTY_NAME"), Linux $(uname -r)."
    echo "Versions: .NET SDK $(dotnet --version), $("$root/perennial" --version | cut -d+ -f1), $("$bin/postgres" --version)."
} > "$work/result.md"
mv "$work/result.md" "$result"
cat "$result"
