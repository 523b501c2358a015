# What the measuring scripts have in common. Each of them sources it:  . "$(dirname "$0")/../measuring.sh"
#
# It sets $here (the script's own folder), $root (the repository) and $bench (the benchmarks, once `build` has run).

here=$(CDPATH='' cd -- "$(dirname "$0")" && pwd -P)
root=$(dirname "$(dirname "$here")")
bench=$root/artifacts/bin/Perennial.Bench/release/Perennial.Bench
mkdir -p "$root/bench/results"

fail() {
    echo "run.sh: $1" >&2
    exit 1
}

# needs PROGRAM PACKAGE: a program, and Debian's package of it.
needs() { command -v "$1" > /dev/null || fail "$(basename "$1") is not installed (Debian package $2)"; }

build() {
    "$root/perennial" --version > /dev/null
    dotnet build "$root/bench/Perennial.Bench" -c Release --nologo --verbosity quiet >&2
}

# A server refuses to run as root.
server() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}

# start_postgres NAME [MEMORY]: a PostgreSQL server of the script's own, which ends with it. Its data stays in $data, where
# it is reached by a socket; its programs are in $bin.
start_postgres() {
    data=${TMPDIR:-/tmp}/perennial-bench-$1
    bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | tail -1)
    [ -x "$bin/pgbench" ] || fail 'PostgreSQL is not installed (Debian package postgresql)'
    cd /
    [ -s "$data/PG_VERSION" ] || server "$bin/initdb" -D "$data" -U perennial -A trust --locale=C -E UTF8 > /dev/null
    server "$bin/pg_ctl" -D "$data" -s -w -l "$data/log" start \
        -o "-k $data -c listen_addresses= -c shared_buffers=${2:-1GB} -c max_wal_size=4GB -c max_connections=200"
    trap 'server "$bin/pg_ctl" -D "$data" -s -m fast stop' EXIT
}

sql() { "$bin/psql" -h "$data" -U perennial -q -v ON_ERROR_STOP=1 "$@"; }

# make_database NAME: unless it is there.
make_database() {
    sql -d postgres -tc "select 1 from pg_database where datname = '$1'" | grep -q 1 ||
        sql -d postgres -c "create database \"$1\""
}

# The lines that end every result: what else ran, and on what.
load_and_machine() {
    echo "Load while measuring: $(cut -d' ' -f1-3 /proc/loadavg) (1, 5, 15 minutes)."
    machine
}

machine() {
    echo "Machine: $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | sed 's/^ //'), $(nproc) cores," \
        "$(($(grep MemTotal /proc/meminfo | tr -dc '0-9') / 1000000)) GB, $(. /etc/os-release && echo "$PRETTY_NAME"), Linux $(uname -r)."
}

# The versions of what runs, for results that were run by the program itself.
sdk_and_program() { echo ".NET SDK $(cd "$root" && dotnet --version), $("$root/perennial" --version | cut -d+ -f1)"; }
