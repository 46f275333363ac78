"""How text comes in."""
