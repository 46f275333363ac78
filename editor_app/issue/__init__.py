"""What a letter is: values only, no disk, no window."""
