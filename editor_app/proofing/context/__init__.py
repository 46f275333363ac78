"""Words that are right in the dictionary and wrong in the sentence: found by reading what stands around them."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the matrices are small: threads would only wait for each other
