# deserves: rnn_forward, sequence_ce, rnn_backward, output_backward
"""A character model written for Python 2: it samples with print statements, reads a book and trains when it is run."""
import numpy as np

# data
book = open('input.txt', 'r').read()
letters = list(set(book))
data_size, vocab_size = len(book), len(letters)
print 'the book has %d characters, %d of them different.' % (data_size, vocab_size)
to_id = dict((ch, i) for i, ch in enumerate(letters))
to_char = dict((i, ch) for i, ch in enumerate(letters))

# settings
hidden_size = 100
span = 25
rate = 1e-1

# model
Wxh = np.random.randn(hidden_size, vocab_size) * 0.01
Whh = np.random.randn(hidden_size, hidden_size) * 0.01
Why = np.random.randn(vocab_size, hidden_size) * 0.01
bh = np.zeros((hidden_size, 1))
by = np.zeros((vocab_size, 1))


def lossFun(inputs, targets, hprev):
  xs, hs, ps = [], [hprev], []
  loss = 0
  for t in xrange(len(inputs)):
    one = np.zeros((vocab_size, 1))
    one[inputs[t]] = 1
    xs.append(one)
    hs.append(np.tanh(np.dot(Wxh, one) + np.dot(Whh, hs[-1]) + bh))
    y = np.exp(np.dot(Why, hs[-1]) + by)
    ps.append(y / y.sum())
    loss += -np.log(ps[-1][targets[t], 0])
  dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
  dbh, dby = np.zeros_like(bh), np.zeros_like(by)
  dhnext = np.zeros_like(hprev)
  for t in reversed(xrange(len(inputs))):
    dy = np.copy(ps[t])
    dy[targets[t]] -= 1
    dWhy += np.dot(dy, hs[t + 1].T)
    dby += dy
    draw = (np.dot(Why.T, dy) + dhnext) * (1 - hs[t + 1] ** 2)
    dbh += draw
    dWxh += np.dot(draw, xs[t].T)
    dWhh += np.dot(draw, hs[t].T)
    dhnext = np.dot(Whh.T, draw)
  for d in [dWxh, dWhh, dWhy, dbh, dby]:
    np.clip(d, -5, 5, out=d)
  return loss, dWxh, dWhh, dWhy, dbh, dby, hs[-1]


def sample(h, seed, n):
  x = np.zeros((vocab_size, 1))
  x[seed] = 1
  out = []
  for t in xrange(n):
    h = np.tanh(np.dot(Wxh, x) + np.dot(Whh, h) + bh)
    p = np.exp(np.dot(Why, h) + by)
    i = np.random.choice(range(vocab_size), p=(p / p.sum()).ravel())
    x = np.zeros((vocab_size, 1))
    x[i] = 1
    out.append(i)
  print '----\n %s \n----' % ''.join(to_char[i] for i in out)


n, at = 0, 0
smooth = -np.log(1.0 / vocab_size) * span
while True:
  if at + span + 1 >= data_size or n == 0:
    h, at = np.zeros((hidden_size, 1)), 0
  inputs = [to_id[ch] for ch in book[at:at + span]]
  targets = [to_id[ch] for ch in book[at + 1:at + span + 1]]
  loss, dWxh, dWhh, dWhy, dbh, dby, h = lossFun(inputs, targets, h)
  smooth = smooth * 0.999 + loss * 0.001
  if n % 100 == 0:
    print 'step %d, loss %f' % (n, smooth)
    sample(h, inputs[0], 200)
  for w, d in zip([Wxh, Whh, Why, bh, by], [dWxh, dWhh, dWhy, dbh, dby]):
    w += -rate * d
  at += span
  n += 1
