"""The page as readers will see it, shown beside the text and shut off from everything else."""
