"""How the window looks: colours, icons, light or dark."""
