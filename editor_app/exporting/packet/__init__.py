"""What goes out to proofreaders, and what comes back from them."""
