"""Proofing and rendering for the window, in a process of its own (``python -m editor_app.worker``).

The window sends what changed, the worker answers what to paint; both are lines of JSON over pipes (protocol.py).
"""
