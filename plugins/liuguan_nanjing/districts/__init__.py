"""One module for each district of 2010; figures, dates and readings are in `district_configs`."""
