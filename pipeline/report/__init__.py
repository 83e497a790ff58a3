"""Claims, printed tables and the authors' words → Documents, which every face prints."""
