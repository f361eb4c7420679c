"""Implement three losses: binary, of a sequence, and of padded sequences."""

from quizgen.authoring import Code, Exercise

exercise = Exercise(
    title="Code: the loss",
    topic="implementation",
    level=2,
    covers=["bwd.loss", "beyond.padding"],
    asks=[Code("code", points=30, functions=("bce_loss", "sequence_ce", "masked_ce"))],
    question=r"""
Implement three cross-entropies, all with the natural logarithm. Predictions $\hat{y}$ are probabilities, and every function
returns one number. Complete in `submission.py`:

- `bce_loss(y_hat, y)`, of $K$ sigmoid units: both arrays are $(B, K)$, the targets 0 or 1. Add over the outputs, then take
  the mean over the batch.
- `sequence_ce(y_hat, y, time, batch)`, of a softmax at every step: both arrays are $(B, T, K)$, the targets one-hot. `time`
  and `batch` are `"sum"` or `"mean"`: how the losses of the steps, and then those of the sequences, are put together.
- `masked_ce(y_hat, y, mask)`, of sequences of different lengths that are padded to $T$ steps: `mask` $(B, T)$ is 1 at a
  real step and 0 at a PAD step. For each sequence take the mean over its real steps alone, then the mean over the batch.

[[code]]
""",
    solution=r"""
With one-hot targets the sum over the classes picks the probability of the right class. A PAD step counts neither in the sum
nor in the number by which it is divided:

```python
def bce_loss(y_hat, y):
    losses = -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))
    return losses.sum(axis=-1).mean()


def sequence_ce(y_hat, y, time="sum", batch="mean"):
    losses = -np.log((y * y_hat).sum(axis=-1))
    of_sequences = losses.sum(axis=1) if time == "sum" else losses.mean(axis=1)
    return of_sequences.sum() if batch == "sum" else of_sequences.mean()


def masked_ce(y_hat, y, mask):
    losses = -np.log((y * y_hat).sum(axis=-1))
    of_sequences = (mask * losses).sum(axis=1) / mask.sum(axis=1)
    return of_sequences.mean()
```
""",
)
