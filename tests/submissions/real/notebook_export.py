# deserves: rnn_step, rnn_forward, predict
# coding: utf-8
# A notebook of deeplearning.ai's kind, exported: magics, the course's own helpers, printed checks, a part not done yet.

# In[1]:

import numpy as np
import matplotlib.pyplot as plt
from rnn_utils import *
from public_tests import *

get_ipython().run_line_magic('matplotlib', 'inline')
get_ipython().magic(u'load_ext autoreload')


# ## 1 - One cell

# In[2]:

# UNQ_C1
# GRADED FUNCTION: rnn_cell_forward

def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    ba, by = parameters["ba"], parameters["by"]

    ### START CODE HERE ### (2 lines)
    a_next = np.tanh(np.dot(Waa, a_prev) + np.dot(Wax, xt) + ba)
    yt_pred = softmax(np.dot(Wya, a_next) + by)
    ### END CODE HERE ###

    return a_next, yt_pred, (a_next, a_prev, xt, parameters)


# In[3]:

np.random.seed(1)
a_next_tmp, yt_pred_tmp, cache_tmp = rnn_cell_forward(np.random.randn(3, 10), np.random.randn(5, 10), parameters_tmp)
print("a_next[4] = \n", a_next_tmp[4])
rnn_cell_forward_tests(rnn_cell_forward)


# ## 2 - All steps

# In[4]:

def rnn_forward(x, a0, parameters):
    caches = []
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape

    ### START CODE HERE ###
    a = np.zeros([n_a, m, T_x])
    y_pred = np.zeros([n_y, m, T_x])
    a_next = a0
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    ### END CODE HERE ###

    caches = (caches, x)
    return a, y_pred, caches


# In[5]:

get_ipython().run_cell_magic('time', '', 'a, y, c = rnn_forward(x_tmp, a0_tmp, parameters_tmp)')
plt.plot(a[4, 1])
plt.show()


# In[6]:

def rnn_backward(da, caches):
    (caches, x) = caches

    ### START CODE HERE ###
    gradients = None
    ### END CODE HERE ###

    return gradients
