#!/bin/sh
# Counts the statements that a shop with products and order lines costs, on a file and on a PostgreSQL server that it
# starts, and writes the results to bench/results/<date>-statements.md.
#
#   bench/statements/run.sh ORDER-LINES.csv
#
# Needs PostgreSQL (Debian package postgresql).
set -eu

lines=$(readlink -f "${1:?Name a file of order lines}")
here=$(CDPATH='' cd -- "$(dirname "$0")" && pwd -P)
root=$(dirname "$(dirname "$here")")
data=${TMPDIR:-/tmp}/perennial-bench-statements
file=$data.db
mkdir -p "$root/bench/results"
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | tail -1)
[ -x "$bin/initdb" ] || { echo 'run.sh: PostgreSQL is not installed (Debian package postgresql)' >&2; exit 1; }
[ "${BUILT:-}" ] || dotnet build "$root/bench/Perennial.Bench" -c Release --nologo --verbosity quiet >&2
bench=$root/artifacts/bin/Perennial.Bench/release/Perennial.Bench

# A server refuses to run as root.
server() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}
cd /
rm -rf "$data" "$file" "$file-wal" "$file-shm"
server "$bin/initdb" -D "$data" -U perennial -A trust --locale=C -E UTF8 > /dev/null
server "$bin/pg_ctl" -D "$data" -s -w -l "$data/log" start \
    -o "-k $data -c listen_addresses= -c shared_buffers=256MB -c max_wal_size=4GB -c max_connections=200"
trap 'server "$bin/pg_ctl" -D "$data" -s -m fast stop; rm -rf "$data" "$file" "$file-wal" "$file-shm"' EXIT
"$bin/createdb" -h "$data" -U perennial shop

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
    echo "Load while measuring: $(cut -d' ' -f1-3 /proc/loadavg) (1, 5, 15 minutes)."
    echo "Machine: $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | sed 's/^ //'), $(nproc) cores," \
        "$(($(grep MemTotal /proc/meminfo | tr -dc '0-9') / 1000000)) GB, $(. /etc/os-release && echo "$PRETTY_NAME"), Linux $(uname -r)."
    echo "Versions: .NET SDK $(dotnet --version), $("$bin/postgres" --version)."
} > "$data.md"
mv "$data.md" "$result"
cat "$result"
