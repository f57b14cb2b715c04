"""The service around members and matches: pages, dashboard, conversations, care, wiring."""
