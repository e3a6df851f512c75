"""Who may say that a dose is right: what a signature covers, the blind re-entry, and the states that follow."""
