#!/bin/sh
# Kills processes while they give due customers their turns in strategies, and writes what became of it to
# bench/results/<date>-killed-ticks.md. These are tests of ./test, done more often and on more customers; it fails where one
# of them does.
#
#   bench/kills/ticks.sh [KILLS] [CUSTOMERS]     default: 200, half of them on a file, half on PostgreSQL; 100000 customers
#
# Needs PostgreSQL (Debian package postgresql).
set -eu

. "$(dirname "$0")/../measuring.sh"
kills=${1:-200}
customers=${2:-100000}
"$root/perennial" --version > /dev/null
dotnet build "$root/tests/Perennial.EndToEnd" -c Release --nologo --verbosity quiet -nodeReuse:false >&2
mkdir -p "$root/artifacts"
said=$root/artifacts/killed-ticks.txt
started=$(date +%s)
code=0
PERENNIAL_TICK_KILLS=$kills PERENNIAL_TICK_CUSTOMERS=$customers \
    "$root/artifacts/bin/Perennial.EndToEnd/release/Perennial.EndToEnd" -noLogo -noColor -diagnostics \
    -class Perennial.EndToEnd.Harms.KilledTicks > "$said" || code=$?
[ "$code" = 0 ] || { cat "$said" >&2; exit "$code"; }
result=$root/bench/results/$(date -u +%Y-%m-%d)-killed-ticks.md
{
    echo '# Killed while strategies go on'
    echo
    echo 'Every customer is due in a strategy: a third goes from one wait into another, a third through conditions, a third to a'
    echo 'contact of which half are blocked. Processes that take their turns and hand contacts over are killed by `kill -9`, all'
    echo 'along the work. In each line everybody stands one turn further in the end, no more and no less, has one decision where'
    echo 'one was due and one contact where it went, and sums are those of the rows (`perennial doctor`).'
    echo
    echo '| store | processes | kills | at work when killed | customers |'
    echo '|---|--:|--:|--:|--:|'
    sed -n 's/.*\[D::[^]]*\] \(| .*\)/\1/p' "$said"
    echo
    grep 'Total: ' "$said" | sed 's/^ *//'
    echo
    echo "The whole run took $((($(date +%s) - started) / 60)) minutes."
    load_and_machine
    echo "Versions: $(sdk_and_program), $(ls /usr/lib/postgresql 2> /dev/null | tail -1 | sed 's/^/PostgreSQL /')."
} > "$root/artifacts/killed-ticks.md"
mv "$root/artifacts/killed-ticks.md" "$result"
cat "$result"
