"""What a packet's files are called and what they may hold, for those who make packets and those who read them."""

from __future__ import annotations

from typing import Final

FORMAT_NUMBER: Final = 1
DESCRIPTION: Final = "relecture.json"
"""Who the packet is for, of which letter; in a return, who wrote it."""
MANIFEST: Final = "manifest-sha256.txt"
REMARKS: Final = "annotations.jsonl"
PAGE: Final = "relecture.html"
README: Final = "LISEZMOI.txt"
TEXTS: Final = "sections/"
"""Each section's text by its id, as it was when the packet was made."""
SENT: Final = "packet"
RETURNED: Final = "return"
MAX_DESCRIPTION: Final = 256 * 1024
MAX_REMARKS: Final = 5_000
MAX_NAME: Final = 120
MAX_BYTES: Final = 128 * 1024**2
