"""Telling a member what they should know. The rows are the outbox; a worker carries them out."""
