"""What a site declares and approves: protocols, settings, patients."""
