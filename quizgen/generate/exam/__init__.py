"""An exam on paper: the plan, the questions that it takes, and every student's own numbers for them."""
