"""How text comes in: files that other programs wrote become a letter."""
