"""How a community looks: a colour of a few that can be read, and a logo that can do nothing but be seen."""
