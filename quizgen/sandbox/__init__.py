"""The wall: the learner's file runs in another process, which is given arrays and gives back arrays."""
