"""EASE in NumPy over the matrix that `bench ease` wrote: python3 ease.py MATRIX ITEMS"""
import sys
import time
import numpy as np

path, items = sys.argv[1], int(sys.argv[2])
gram = np.fromfile(path, dtype=np.float64).reshape(items, items)
started = time.perf_counter()
gram[np.diag_indices(items)] += 200
inverse = np.linalg.inv(gram)
weights = inverse / -np.diag(inverse)
weights[np.diag_indices(items)] = 0
print(f"{time.perf_counter() - started:.2f}\t{weights[0].sum():.4f}")
