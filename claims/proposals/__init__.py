"""From attributed statements to forms that are filled in, each guess with its reason. Pure: it knows no row."""
