#!/bin/sh
# Kills servers and databases under load, does them other harm, and writes what became of it to
# bench/results/<date>-kills.md. These are tests of ./test, done more often; it fails where one of them does.
#
#   bench/kills/run.sh [KILLS]     default: 200, of one process and of three; each other harm once for every twenty
#
# Needs PostgreSQL (Debian package postgresql), and root for the disks that are filled.
set -eu

. "$(dirname "$0")/../measuring.sh"
kills=${1:-200}
"$root/perennial" --version > /dev/null
dotnet build "$root/tests/Perennial.EndToEnd" -c Release --nologo --verbosity quiet -nodeReuse:false >&2
mkdir -p "$root/artifacts"
said=$root/artifacts/kills.txt
started=$(date +%s)
code=0
PERENNIAL_KILLS=$kills "$root/artifacts/bin/Perennial.EndToEnd/release/Perennial.EndToEnd" -noLogo -noColor -diagnostics \
    -class Perennial.EndToEnd.Harms.Killed -class Perennial.EndToEnd.Harms.Harmed \
    -class Perennial.EndToEnd.Harms.ClockAhead > "$said" || code=$?
[ "$code" = 0 ] || { cat "$said" >&2; exit "$code"; }
result=$root/bench/results/$(date -u +%Y-%m-%d)-kills.md
{
    echo '# Killed, and harmed otherwise'
    echo
    echo 'Four senders send events of 40 people, again and again until they are acknowledged, while harm is done at random moments;'
    echo 'a webhook is told of every change. In each line nothing that was acknowledged is missing, nothing is there twice, the webhook'
    echo 'was told of every change, and `/ready` said what was wrong and, afterwards, that nothing is. *Late* is when the last change'
    echo 'was told after the last harm had ended, in seconds.'
    echo
    echo '| harm | store | times | events acknowledged | lists cut off | changes told | late |'
    echo '|---|---|--:|--:|--:|--:|--:|'
    sed -n 's/.*\[D::[^]]*\] \(| .*\)/\1/p' "$said"
    echo
    grep 'Total: ' "$said" | sed 's/^ *//'
    echo
    echo "The whole run took $((($(date +%s) - started) / 60)) minutes."
    load_and_machine
    echo "Versions: $(sdk_and_program), $(ls /usr/lib/postgresql 2> /dev/null | tail -1 | sed 's/^/PostgreSQL /')."
} > "$root/artifacts/kills.md"
mv "$root/artifacts/kills.md" "$result"
cat "$result"
