"""Free text against a rubric: which key points an answer says, in which words, what it contradicts, and how sure that is."""
