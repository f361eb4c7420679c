"""quizgen makes, prints and grades exercises on recurrent neural networks."""

__version__ = "0.1.0"
