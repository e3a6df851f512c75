"""Everything that is read from outside: protocol files, closed days, plan documents."""
