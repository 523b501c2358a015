#!/bin/sh
# Times `perennial score ORDERS.csv --out SCORED.csv` against the same job in DuckDB's Node package, run by run in
# turn, and writes the medians with what they were measured on to bench/results/<date>-score.md.
#
#   bench/score/run.sh [RUNS] [CUSTOMERS] [ORDERS]        default: 5 runs, 1,000,000 customers, 10,000,000 orders
#
# Needs node, npm and GNU time (Debian packages nodejs, npm and time). Everything large goes to artifacts/bench/score.
set -eu

runs=${1:-5}
customers=${2:-1000000}
orders=${3:-10000000}
threads=2

. "$(dirname "$0")/../measuring.sh"
work=$root/artifacts/bench/score
mkdir -p "$work"
needs node nodejs
needs /usr/bin/time time

echo 'building and generating ...' >&2
build
file=$work/orders-$customers-$orders.csv
[ -s "$file" ] || "$bench" generate-orders "$file" "$customers" "$orders"

# The script runs beside its package, where node looks for it.
cp "$here/duckdb.mjs" "$here/package.json" "$work/"
[ -f "$here/package-lock.json" ] && cp "$here/package-lock.json" "$work/"
[ -d "$work/node_modules/@duckdb/node-api" ] || (cd "$work" && npm install --silent --no-audit --no-fund >&2)

# seconds, kilobytes of peak memory, seconds of processor time
measure() {
    name=$1
    shift
    # Both write anew every time: an old file's pages would be freed on somebody's clock.
    rm -f "$work/$name.csv"
    (cd "$work" && /usr/bin/time -o "$work/time.txt" -f '%e %M %U %S' "$@" > "$work/$name.out" 2>&1) || {
        cat "$work/$name.out" >&2
        exit 1
    }
    awk '{ print $1, $2, $3 + $4 }' "$work/time.txt" >> "$work/$name.runs"
}

cat "$file" > /dev/null # into the page cache, for both alike
measure_all() {
    # The same job: the columns that the DuckDB script computes. And what `perennial score` writes unless told.
    measure perennial "$root/perennial" score "$file" --out "$work/perennial.csv" \
        --columns recency_days,frequency,monetary,r,f,m,rfm,fxm,segment
    measure duckdb node duckdb.mjs "$file" "$work/duckdb.csv" "$threads"
    measure perennial-all-columns "$root/perennial" score "$file" --out "$work/perennial-all-columns.csv"
}
measure_all
rm -f "$work"/*.runs # the first run of each only warms up
run=0
while [ "$run" -lt "$runs" ]; do
    run=$((run + 1))
    echo "run $run of $runs ..." >&2
    measure_all
done

median() { cut -d' ' -f"$2" "$work/$1.runs" | sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
column() { cut -d' ' -f1 "$work/$1.runs" | paste -s -d ' ' -; }
rows() { tail -n +2 "$work/$1.csv" | wc -l | tr -d ' '; }
# The three measures of every customer must agree, or the job was not the same.
measures() { cut -d, -f1-4 "$work/$1.csv" | tail -n +2 | LC_ALL=C sort | cksum; }
[ "$(measures perennial)" = "$(measures duckdb)" ] || fail 'the two disagree on a measure'

result=$root/bench/results/$(date -u +%Y-%m-%d)-score.md
{
    echo "# Scoring a file of orders: Perennial against DuckDB"
    echo
    echo "\`perennial score\` on a CSV of $orders orders of $customers customers (customer, day, amount; rows in random"
    echo "order, $(($(wc -c < "$file") / 1000000)) MB), writing every scored customer as CSV, against \`bench/score/duckdb.mjs\`,"
    echo "which does the three-column RFM job in DuckDB with $threads threads. Runs in turn, the file in the page cache."
    echo
    echo "| | wall, median | processor time, median | peak memory, median | columns written |"
    echo "|---|---|---|---|---|"
    for name in perennial duckdb perennial-all-columns; do
        echo "| $name | $(median $name 1) s | $(median $name 3) s | $(($(median $name 2 | cut -d. -f1) / 1000)) MB |" \
            "$(head -1 "$work/$name.csv" | tr ',' '\n' | wc -l) |"
    done
    echo
    awk -v p="$(median perennial 1)" -v d="$(median duckdb 1)" \
        -v a="$(median perennial-all-columns 1)" 'BEGIN {
            printf "**Perennial is %.2f times as fast** (target: at least 2, under 1,500 MB);", d / p
            printf " %.2f times when it writes every column it has.\n", d / a }'
    echo
    echo "Both wrote $(rows perennial) customers, and agree on recency, frequency and money of every one of them."
    echo "All runs, seconds: perennial $(column perennial); duckdb $(column duckdb); perennial with all columns" \
        "$(column perennial-all-columns)."
    echo
    load_and_machine
    echo "Versions: $(sdk_and_program)," \
        "@duckdb/node-api $(node -p "require('$work/node_modules/@duckdb/node-api/package.json').version")," \
        "node $(node --version)."
} > "$result"
cat "$result"
