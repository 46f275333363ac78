"""Lettrine: a desktop editorial studio for official newsletters written in French."""

import os

__version__ = "0.1.0"

# Before numpy comes, by whatever door: the matrices are small, and threads would only wait for each other, turning.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
