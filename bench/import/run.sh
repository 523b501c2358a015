#!/bin/sh
# Times `perennial import ORDERS.csv` into a new store against the sqlite3 shell's own .import of the same file into
# a bare table, run by run in turn, and writes the medians to bench/results/<date>-import.md. The shell's job is the
# smaller one: text in, text stored; no ids, no profiles, no scores, nothing checked, and no second import without doubles.
# What overwriting deleted bytes at once costs is told by a copy of the last commit that does not.
#
#   bench/import/run.sh [RUNS] [CUSTOMERS] [ORDERS]        default: 5 runs, 100,000 customers, 1,000,000 orders
#
# Needs sqlite3 and GNU time (Debian packages sqlite3 and time). Everything large goes to artifacts/bench/import.
set -eu

runs=${1:-5}
customers=${2:-100000}
orders=${3:-1000000}

. "$(dirname "$0")/../measuring.sh"
work=$root/artifacts/bench/import
mkdir -p "$work"
needs sqlite3 sqlite3
needs /usr/bin/time time

echo 'building and generating ...' >&2
build
file=$work/orders-$customers-$orders.csv
[ -s "$file" ] || "$bench" generate-orders "$file" "$customers" "$orders"
cat "$file" > /dev/null

careless=$work/careless
rm -rf "$careless"
mkdir -p "$careless"
git -C "$root" archive HEAD | tar -x -C "$careless"
pragma=src/Perennial.Data/Engines/Sqlite/StoreFile.cs
grep -q 'pragma secure_delete = on' "$careless/$pragma" || fail "$pragma says nothing of secure_delete"
sed -i 's/pragma secure_delete = on/pragma secure_delete = off/' "$careless/$pragma"
"$careless/perennial" --version > /dev/null

# seconds, kilobytes of peak memory, seconds of processor time
measure() {
    name=$1
    shift
    /usr/bin/time -o "$work/time.txt" -f '%e %M %U %S' "$@" > "$work/$name.out" 2>&1 || { cat "$work/$name.out" >&2; exit 1; }
    awk '{ print $1, $2, $3 + $4 }' "$work/time.txt" >> "$work/$name.runs"
}

rm -f "$work"/*.runs
run=0
while [ "$run" -lt "$runs" ]; do
    run=$((run + 1))
    echo "run $run of $runs ..." >&2
    rm -f "$work"/*.db "$work"/*.db-*
    measure perennial "$root/perennial" import "$file" --store "$work/perennial.db"
    measure careless "$careless/perennial" import "$file" --store "$work/careless.db"
    measure again "$root/perennial" import "$file" --store "$work/perennial.db"
    measure sqlite3 sqlite3 -batch "$work/bare.db" 'pragma journal_mode = wal;' '.mode csv' ".import $file orders"
done

median() { cut -d' ' -f"$2" "$work/$1.runs" | sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
row() { echo "| $2 | $(median "$1" 1) s | $(median "$1" 3) s | $(($(median "$1" 2 | cut -d. -f1) / 1024)) MB | $(awk -v n="$orders" -v s="$(median "$1" 1)" 'BEGIN { printf "%d", n / s }') |"; }

{
    echo '# Importing orders: Perennial against bare rows'
    echo
    echo "A CSV of $orders orders of $customers customers, in random order, into a new SQLite file. \`perennial import\`"
    echo 'reads, checks and identifies every row, writes orders and customers, computes and stores every profile, and'
    echo 'scores everybody; `sqlite3 .import` stores the text of the rows.'
    echo
    echo '| | wall, median | processor time, median | peak memory, median | orders a second |'
    echo '|---|--:|--:|--:|--:|'
    row perennial 'perennial import'
    row careless 'the same without `secure_delete`'
    row again 'the same file again (adds nothing)'
    row sqlite3 'sqlite3 .import, bare rows'
    echo
    echo "Ratio of wall times, perennial to bare rows: $(awk -v a="$(median perennial 1)" -v b="$(median sqlite3 1)" 'BEGIN { printf "%.2f", a / b }')."
    echo
    load_and_machine
    echo "Versions: $(sdk_and_program), sqlite3 $(sqlite3 --version | cut -d' ' -f1)."
} > "$root/bench/results/$(date -u +%Y-%m-%d)-import.md"
cat "$root/bench/results/$(date -u +%Y-%m-%d)-import.md"
