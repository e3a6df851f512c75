"""The two databases behind one small interface, their schema, and where a record is."""
