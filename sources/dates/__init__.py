"""Dates of statements: `reading` turns words into EDTF, `days` turns EDTF into days and words."""
