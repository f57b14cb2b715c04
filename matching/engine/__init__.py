"""Who may meet, who fits, and the best set of pairs: pure Python, without Django, database or clock."""
