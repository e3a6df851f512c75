"""The actions of `msc-dose course`: entries made from the fields of their events, and views of a course."""
