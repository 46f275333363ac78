"""How a letter looks: section text to HTML blocks, and the page around them."""
