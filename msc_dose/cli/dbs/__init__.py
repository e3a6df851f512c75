"""The actions of `msc-dose db`."""
