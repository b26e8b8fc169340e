"""A whole dossier, with its history, in a file that another installation takes in."""
