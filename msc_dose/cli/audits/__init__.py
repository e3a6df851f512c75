"""The actions of `msc-dose audit`: showing · verifying · exporting · heads · alerts, and the page of rows."""
