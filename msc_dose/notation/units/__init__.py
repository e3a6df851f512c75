"""The unit behind a number: tidied, spelled as people do, with what it counts and whose kilogram it is."""
