"""The settings of a community for programs: an address a section, with the names that the domain gives them."""
