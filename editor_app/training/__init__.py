"""From text to the packed French model: what ``python -m editor_app.training`` does, step by step."""
