"""The moderators' desk for programs, below `communities/{community}/moderation/`: what their pages show and decide."""
