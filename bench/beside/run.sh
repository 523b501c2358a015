#!/bin/sh
# Times this checkout beside another one of the same repository, run by run in turn on one machine: importing, importing
# with segments watched, scoring a file, folding every column, events through HTTP into SQLite and PostgreSQL. Prints
# seconds and processors.
#
#   bench/beside/run.sh OTHER_CHECKOUT [RUNS] [ORDERS]        default: 3 runs, 1,000,000 orders
#
# What dating every change (decisions 46 to 52) may make 1.2 times slower at most, beside the commit before it:
#
#   git clone --shared . ../before && git -C ../before checkout 11792bfb && bench/beside/run.sh ../before
#
# Needs GNU time, sqlite3 and PostgreSQL (Debian packages time, sqlite3 and postgresql). Everything large goes to
# artifacts/bench/beside.
set -eu

other=$(CDPATH='' cd -- "$1" && pwd -P)
runs=${2:-3}
orders_of_all=${3:-1000000}
customers=$((orders_of_all / 10))
. "$(dirname "$0")/../measuring.sh"
work=$root/artifacts/bench/beside
mkdir -p "$work"

for checkout in "$other" "$root"; do
    "$checkout/perennial" --version > /dev/null
    dotnet build "$checkout/bench/Perennial.Bench" -c Release --nologo --verbosity quiet >&2
done
bench() { "$1/artifacts/bin/Perennial.Bench/release/Perennial.Bench" "$2" "$3" "$4" "$5"; }
orders=$work/orders-$orders_of_all.csv
first=$work/first-$orders_of_all.csv
next=$work/next-$orders_of_all.csv
few=$work/few.csv
[ -s "$orders" ] || bench "$root" generate-orders "$orders" "$customers" "$orders_of_all"
head -n $((orders_of_all * 3 / 10 + 1)) "$orders" > "$first"
(head -n 1 "$orders" && tail -n +$((orders_of_all * 3 / 10 + 2)) "$orders" | head -n $((orders_of_all / 10))) > "$next"
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
        measure "import of $orders_of_all orders" "$checkout" import "$orders" --store "$store"
        measure 'the same again' "$checkout" import "$orders" --store "$store"
        measure 'score' "$checkout" score "$orders" --out "$store.csv"
        rm -f "$store"*
        # From the first run on segments are watched: where nothing has to be asked for, all that ship.
        "$checkout/perennial" import "$few" --store "$store" > /dev/null 2>&1
        "$checkout/perennial" segments --watch all --store "$store" > /dev/null 2>&1 || true
        measure 'three tenths of them, segments watched' "$checkout" import "$first" --store "$store"
        measure 'the next tenth' "$checkout" import "$next" --store "$store"
        measure 'rescore, segments watched' "$checkout" rescore --store "$store"
        echo "stays | $(basename "$checkout") | $(sqlite3 "$store" 'select count(*) from segment_member')"
    done
done

# The fold of every column, in memory: median and best milliseconds.
run=0
while [ "$run" -lt "$runs" ]; do
    run=$((run + 1))
    for checkout in "$other" "$root"; do
        "$checkout/artifacts/bin/Perennial.Bench/release/Perennial.Bench" columns "$customers" | grep '^| fold' |
            sed "s/^/$(basename "$checkout") /"
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
            bench "$checkout" intake "$place" "$customers" 8 | sed "s/^/events into $engine | $name /"
        done
    done
done
