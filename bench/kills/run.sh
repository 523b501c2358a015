#!/bin/sh
# Kills processes at work, and writes what became of it to bench/results/<date>-<result>.md. These are tests of ./test,
# done more often; it fails where one of them does.
#
#   bench/kills/run.sh [KILLS]
#       servers and databases under load, and other harm done to them (kills.md). Default: 200, of one process and of
#       three; each other harm once for every twenty
#   bench/kills/run.sh ticks [KILLS] [CUSTOMERS]
#       processes that give due customers their turns in strategies (killed-ticks.md). Default: 200, half of them on a
#       file, half on PostgreSQL; 100000 customers
#
# Needs PostgreSQL (Debian package postgresql), and root for the disks that are filled.
set -eu

. "$(dirname "$0")/../measuring.sh"
harm=servers
[ "${1:-}" != ticks ] || { harm=ticks; shift; }
kills=${1:-200}
of=Perennial.EndToEnd.Harms
case $harm in
servers)
    export PERENNIAL_KILLS="$kills"
    name=kills classes="-class $of.Killed -class $of.Harmed -class $of.ClockAhead"
    about='# Killed, and harmed otherwise

Four senders send events of 40 people, again and again until they are acknowledged, while harm is done at random moments;
a webhook is told of every change. In each line nothing that was acknowledged is missing, nothing is there twice, the webhook
was told of every change, and `/ready` said what was wrong and, afterwards, that nothing is. *Late* is when the last change
was told after the last harm had ended, in seconds.

| harm | store | times | events acknowledged | lists cut off | changes told | late |
|---|---|--:|--:|--:|--:|--:|'
    ;;
ticks)
    export PERENNIAL_TICK_KILLS="$kills" PERENNIAL_TICK_CUSTOMERS="${2:-100000}"
    name=killed-ticks classes="-class $of.KilledTicks"
    about='# Killed while strategies go on

Every customer is due in a strategy: a third goes from one wait into another, a third through conditions, a third to a
contact of which half are blocked. Processes that take their turns and hand contacts over are killed by `kill -9`, all
along the work. In each line everybody stands one turn further in the end, no more and no less, has one decision where
one was due and one contact where it went, and sums are those of the rows (`perennial doctor`).

| store | processes | kills | at work when killed | customers |
|---|--:|--:|--:|--:|'
    ;;
esac
"$root/perennial" --version > /dev/null
dotnet build "$root/tests/Perennial.EndToEnd" -c Release --nologo --verbosity quiet -nodeReuse:false >&2
mkdir -p "$root/artifacts"
said=$root/artifacts/$name.txt
started=$(date +%s)
code=0
# shellcheck disable=SC2086
"$root/artifacts/bin/Perennial.EndToEnd/release/Perennial.EndToEnd" -noLogo -noColor -diagnostics $classes > "$said" ||
    code=$?
[ "$code" = 0 ] || { cat "$said" >&2; exit "$code"; }
result=$root/bench/results/$(date -u +%Y-%m-%d)-$name.md
{
    echo "$about"
    sed -n 's/.*\[D::[^]]*\] \(| .*\)/\1/p' "$said"
    echo
    grep 'Total: ' "$said" | sed 's/^ *//'
    echo
    echo "The whole run took $((($(date +%s) - started) / 60)) minutes."
    load_and_machine
    echo "Versions: $(sdk_and_program), $(ls /usr/lib/postgresql 2> /dev/null | tail -1 | sed 's/^/PostgreSQL /')."
} > "$root/artifacts/$name.md"
mv "$root/artifacts/$name.md" "$result"
cat "$result"
