#!/bin/sh
# Changes the product in the ways that the files beside this one list, one at a time, runs the tests that should notice,
# and writes who did to bench/results/<date>-mutations.md. The product itself knows nothing of it: one copy of the tree
# in artifacts/mutations holds every change behind a switch and is built once.
#
#   bench/mutations/run.sh              every mutation
#   bench/mutations/run.sh 16 24        these, printed only
#
# Fails where a mutation survives, where its original is no longer found, and where a test fails without any.
set -eu

. "$(dirname "$0")/../measuring.sh"
[ "${BUILT:-}" ] || build
[ $# = 0 ] || exec "$bench" mutations "$root" "$@"

mkdir -p "$root/artifacts"
table=$root/artifacts/mutations.md
started=$(date +%s)
code=0
"$bench" mutations "$root" > "$table" || code=$?
[ -s "$table" ] || exit "$code"
result=$root/bench/results/$(date -u +%Y-%m-%d)-mutations.md
{
    echo '# Mutations'
    echo
    echo 'Each line is one wrong change of the product and the first test that noticed it, of the classes that the mutation'
    echo 'names. Made by `bench/mutations/run.sh`, which builds every change into one copy of the tree, behind a switch.'
    echo
    cat "$table"
    echo
    echo "The whole run took $((($(date +%s) - started) / 60)) minutes; load at its end: $(cut -d' ' -f1-3 /proc/loadavg)."
    machine
    echo "Versions: .NET SDK $(dotnet --version)."
} > "$result"
cat "$result"
exit "$code"
