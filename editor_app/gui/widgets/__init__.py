"""The small parts that several panes are made of."""
