"""Reaching a browser while no page of ours is open: our keys, its address, and a line to it that leads nowhere else."""
