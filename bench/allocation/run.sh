#!/bin/sh
# Times the allocation of what is scarce among 1,000,000 customers, and among fewer beside HiGHS solving the same linear
# program (the relaxation, whose optimum is the bound), and writes what was found to
# bench/results/<date>-allocation.md.
#
#   bench/allocation/run.sh [CUSTOMERS] [CUSTOMERS BESIDE HIGHS]        default: 1,000,000 and 20,000
#
# Needs node and npm (Debian packages nodejs and npm). Everything large goes to artifacts/bench/allocation.
set -eu

many=${1:-1000000}
few=${2:-20000}
. "$(dirname "$0")/../measuring.sh"
work=$root/artifacts/bench/allocation
mkdir -p "$work"
needs node nodejs
needs npm npm

build
# The script runs beside its package, where node looks for it.
cp "$here/highs.mjs" "$here/package.json" "$work/"
[ -d "$work/node_modules/highs" ] || (cd "$work" && npm install --silent --no-audit --no-fund >&2)

ours=$("$bench" allocation "$few" 5 "$work/program.lp")
theirs=$(cd "$work" && node highs.mjs program.lp)
rm -f "$work/program.lp"
large=$("$bench" allocation "$many" 5)

result=$root/bench/results/$(date -u +%Y-%m-%d)-allocation.md
{
    echo "# Allocation of what is scarce, and beside HiGHS"
    echo
    echo "\`bench allocation\`: each customer gets one of 8 options at most (4 channels, 2 offers) under 3 capacities (seconds of"
    echo "staff, postage, messages); values are drawn. Median and slowest of 5 runs from nothing, and the median from prices that"
    echo "are 2 % off. \`bench/allocation/highs.mjs\` solves the linear program of the same $few customers with HiGHS (one run, one"
    echo "thread, reading the program included). The gap is the share of the bound that another choice could be worth more."
    echo
    printf '%s\t%s\n%s\n' "$ours" "$theirs" "$large" | awk -F '\t' -v few="$few" -v many="$many" '
        NR == 1 && ($5 - $8) * ($5 - $8) > (1e-7 * $8) * (1e-7 * $8) {
            print "the bounds disagree: " $5 " and " $8 > "/dev/stderr"
            exit 1
        }
        NR == 1 { print "| customers | seconds, median | slowest | from earlier prices | gap | HiGHS, seconds |"
                  print "|--:|--:|--:|--:|--:|--:|" }
        { printf "| %s | %s | %s | %s | %s %% | %s |\n", (NR == 1 ? few : many), $1, $2, $3, $6, (NR == 1 ? $7 : "") }
        NR == 1 { ratio = $7 / $1; bound = $5 }
        NR == 2 { slow = $2; gap = $6 }
        END {
            printf "\n**%s customers: %s s at the slowest** (target: under 5), a gap of %s %% (target: below 0.01).\n", many, slow, gap
            printf "HiGHS takes %.0f times as long for %s customers, and finds the same bound (%s).\n", ratio, few, bound
        }'
    echo
    load_and_machine
    echo "Versions: $(sdk_and_program), highs $(node -p "require('$work/node_modules/highs/package.json').version")," \
        "node $(node --version)."
} > "$result"
cat "$result"
