"""How sure a circle is: the expected share of those flagged who were there, and of those there who are flagged."""
