"""Guidelines on paper: from rendered texts to the parts that core.pdf lays out."""
