"""From text to the packed French model: what ``python -m training`` does, step by step."""
