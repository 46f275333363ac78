"""The editor of one section's text: Markdown, findings under the words, remarks behind them."""
