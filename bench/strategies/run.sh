#!/bin/sh
# Times the planner alone on candidates that stand ready, and writes the medians with what they were measured on to
# bench/results/<date>-strategies.md.
#
#   bench/strategies/run.sh [CANDIDATES]        default: 1000000
set -eu

. "$(dirname "$0")/../measuring.sh"
build

result=$root/bench/results/$(date -u +%Y-%m-%d)-strategies.md
{
    echo "# The planner alone"
    echo
    echo "\`bench planner\` decides candidates that stand ready, one customer after the other: two policies, contact hours,"
    echo "a law, up to eight contacts before; half of the customers have not consented. Medians of 7 runs in ms; best run in"
    echo "brackets. The aim is under 2,000 for 1,000,000 candidates."
    echo
    echo "| on | candidates | ms | sent | blocked | deferred | held out |"
    echo "|---|--:|--:|--:|--:|--:|--:|"
    "$bench" planner "${1:-1000000}" | awk -F '\t' \
        '{ printf "| %s | %s | %s (%s) | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5, $6, $7, $8 }'
    echo
    load_and_machine
} > "$result"
cat "$result"
