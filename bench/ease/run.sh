#!/bin/sh
# Times EASE over 5,000 products from 10 million order lines against NumPy (with OpenBLAS) solving the same matrix, and
# writes what was found to bench/results/<date>-ease.md.
#
#   bench/ease/run.sh [PRODUCTS] [LINES]
#
# Needs Debian's packages python3-numpy and libopenblas0-pthread.
set -eu

products=${1:-5000}
lines=${2:-10000000}
. "$(dirname "$0")/../measuring.sh"
work=$root/artifacts/bench/ease
mkdir -p "$work"
python=/usr/bin/python3
"$python" -c 'import numpy' || fail 'NumPy is not installed (Debian package python3-numpy)'

build
ours=$("$bench" ease "$products" "$lines" "$work/gram.bin")
theirs=$(OPENBLAS_NUM_THREADS=2 "$python" "$here/ease.py" "$work/gram.bin" "$products")
rm -f "$work/gram.bin"

result=$root/bench/results/$(date -u +%Y-%m-%d)-ease.md
{
    echo "# EASE: Perennial against NumPy"
    echo
    echo "\`bench ease $products $lines\` counts what is bought together in $lines order lines and solves EASE for $products"
    echo "products in float64; \`bench/ease/ease.py\` solves the same matrix with \`numpy.linalg.inv\` (2 threads)."
    echo
    printf '%s\t%s\n' "$ours" "$theirs" | awk -F '\t' '
        ($3 - $5) * ($3 - $5) > 1e-4 { print "the two disagree: " $3 " and " $5 > "/dev/stderr"; exit 1 }
        {
            print "| | seconds |"
            print "|---|--:|"
            print "| Perennial: counting the lines | " $1 " |"
            print "| Perennial: solving | " $2 " |"
            print "| NumPy: solving | " $4 " |"
            printf "\nPerennial solves in %.2f times NumPy'"'"'s time; both find the same weights (sum of a row %s).\n", $2 / $4, $3
        }'
    echo
    echo "Load while measuring: $(cut -d' ' -f1-3 /proc/loadavg) (1, 5, 15 minutes). NumPy" \
        "$("$python" -c 'import numpy; print(numpy.__version__)'), BLAS $(readlink -f /usr/lib/*/libblas.so.3 | xargs basename)."
    machine
} > "$result"
cat "$result"
