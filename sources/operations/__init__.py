"""Every write to dossiers, people in them, speakers and sources: lock, require, check, write, record."""
