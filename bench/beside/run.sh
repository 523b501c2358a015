#!/bin/sh
# Times this checkout beside another one of the same repository, run by run in turn on one machine: importing, importing
# with segments watched, scoring a file, events through HTTP into SQLite and PostgreSQL. Prints seconds and processors.
#
#   bench/beside/run.sh OTHER_CHECKOUT [RUNS]        default: 3 runs
#
# Needs GNU time, sqlite3 and PostgreSQL (Debian packages time, sqlite3 and postgresql). Everything large goes to
# artifacts/bench/beside.
set -eu

other=$(CDPATH='' cd -- "$1" && pwd -P)
runs=${2:-3}
. "$(dirname "$0")/../measuring.sh"
work=$root/artifacts/bench/beside
mkdir -p "$work"

for checkout in "$other" "$root"; do
    "$checkout/perennial" --version > /dev/null
    dotnet build "$checkout/bench/Perennial.Bench" -c Release --nologo --verbosity quiet >&2
done
bench() { "$1/artifacts/bin/Perennial.Bench/release/Perennial.Bench" "$2" "$3" "$4" "$5"; }
orders=$work/orders.csv
first=$work/first.csv
next=$work/next.csv
few=$work/few.csv
[ -s "$orders" ] || bench "$root" generate-orders "$orders" 100000 1000000
head -n 300001 "$orders" > "$first"
(head -n 1 "$orders" && tail -n +300002 "$orders" | head -n 100000) > "$next"
head -n 3 "$orders" > "$few"

# What, which, seconds, processor in the program, in the system, kilobytes of peak memory.
measure() {
    what=$1
    checkout=$2
    shift 2
    /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$checkout/perennial" "$@" > "$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
    echo "$what | $(basename "$checkout") | $(cat "$work/time")"
}

run=0
while [ "$run" -lt "$runs" ]; do
    run=$((run + 1))
    for checkout in "$other" "$root"; do
        store=$work/$(basename "$checkout").db
        rm -f "$store"*
        measure 'import of 1,000,000 orders' "$checkout" import "$orders" --store "$store"
        measure 'the same again' "$checkout" import "$orders" --store "$store"
        measure 'score' "$checkout" score "$orders" --out "$store.csv"
        rm -f "$store"*
        # From the first run on segments are watched: where nothing has to be asked for, all that ship.
        "$checkout/perennial" import "$few" --store "$store" > /dev/null 2>&1
        "$checkout/perennial" segments --watch all --store "$store" > /dev/null 2>&1 || true
        measure '300,000 orders, segments watched' "$checkout" import "$first" --store "$store"
        measure 'the next 100,000' "$checkout" import "$next" --store "$store"
        measure 'rescore, segments watched' "$checkout" rescore --store "$store"
        echo "stays | $(basename "$checkout") | $(sqlite3 "$store" 'select count(*) from segment_member')"
    done
done

start_postgres beside
run=0
while [ "$run" -lt "$runs" ]; do
    run=$((run + 1))
    for checkout in "$other" "$root"; do
        name=$(basename "$checkout")
        make_database "$name"
        for place in "$work/intake-$name.db" "Host=$data;Username=perennial;Database=$name"; do
            case $place in Host=*) engine=PostgreSQL ;; *) engine=SQLite ;; esac
            bench "$checkout" intake "$place" 100000 8 | sed "s/^/events into $engine | $name /"
        done
    done
done
