"""Formulas inside an answer in words: every usual notation is read, what is wrong has a name, and prose is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples

from quizgen.asks.text import Text
from quizgen.asks.words.formulas import formulas_in
from quizgen.authoring.rubric_formulas import EQUATIONS, known_formulas

ASK = Text("answer", formulas=known_formulas(EQUATIONS))
RIGHT = {
    "h_t": [
        "h_t = tanh(W x + W_h h_{t-1} + b)",
        "h(t)=f(Wx_t + Uh_(t-1)+b)",
        r"$h_t = \tanh(W x_t + W_h h_{t-1} + b)$",
        r"\[ h_t = \tanh \left( \mathbf{W} x_t + \mathbf{W_h} h_{t-1} + b \right) \]",
        "hₜ = tanh(W·xₜ + W_h·hₜ₋₁ + b)",
        "h_t = tanh(Wxh x_t + Whh h_{t-1} + bh)",
        "h_t=tanh(W_xh*x_t+W_hh*h_t-1+b_h)",
        "ht = tanh(Wxt + Uht-1 + b)",
        "h_t = f(Wx_t + Whh_{t-1} + b)",
        "h = tanh(Wx + Uh + b)",
        "a^{<t>} = g(Waa a^{<t-1>} + Wax x^{<t>} + ba)",
        r"$h^{(t)} = \tanh(b + W h^{(t-1)} + U x^{(t)})$",
        "s_t = f(U x_t + W s_{t-1} + b)",
        "h_t = σ_h(W_h x_t + U_h h_{t-1} + b_h)",
        "h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh)",
        "h_t = tanh(W [h_{t-1}, x_t] + b)",
        "h_t = np.tanh(np.dot(Wxh, x) + np.dot(Whh, h) + bh)",
        "h_t = tanh(x_t W_xhᵀ + h_{t-1} W_hhᵀ + b)",
        "a_t = W x_t + W_h h_{t-1} + b and then h_t = tanh(a_t)",
        "h_t = f(a_t), where a_t = W x_t + W_h h_{t-1} + b",
        "h_2 = f(W x_2 + W_h h_1 + b)",
        "h_{t+1} = f(W x_{t+1} + W_h h_t + b)",
        "h_t = relu(W x_t + W_h h_{t-1} + b)",
        "ReLU(W x_t + W_h h_{t-1} + b) = h_t",
        "ht = f(Wxxt + Whht-1 + b)",
        "state_t = tanh(W * x_t + U * state_{t-1} + b)",
        "h_t = σ(W x_t + U h_{t-1} + b), where σ is a nonlinear activation",
    ],
    "y_hat": [
        "y = sigmoid(Wy h + by)",
        "ŷ = σ(W_y h_T + b_y)",
        r"$\hat{y}_t = g(W_y h_t + b_y)$",
        "y_hat = softmax(V h_t + c)",
        "y_t = softmax(Why h_t + by)",
    ],
    "loss": [
        "L = -(y ln ŷ + (1-y) ln(1-ŷ))",
        "loss = -y log y_hat - (1-y) log(1-y_hat)",
        "L(y, ŷ) = -[y log(ŷ) + (1-y) log(1-ŷ)]",
    ],
    "delta_t": [
        "δ_t = (W_y^T dz_t + W_h^T δ_{t+1}) ⊙ (1 - h_t^2)",
        "delta_t = W_h^T delta_{t+1} * (1 - h_t²)",
        r"$\delta_t = \frac{\partial L}{\partial h_t} \odot f'(a_t)$",
        "δ_t = (W_y^T (ŷ_t - y_t) + W_hᵀ δ_{t+1}) * (1 - tanh²(a_t))",
    ],
    "dW_h": [
        "dW_h = sum_t delta_t h_{t-1}^T",
        r"$\frac{\partial L}{\partial W_h} = \sum_{t=1}^{T} \delta_t h_{t-1}^\top$",
        "dWhh += delta_t * h_{t-1}",
        "∂L/∂U = Σ_t δ_t h_{t-1}ᵀ",
    ],
    "update": [
        "W_new = W - lr * dW",
        "W ← W - α ∂L/∂W",
        r"$W_h \leftarrow W_h - \eta \frac{\partial L}{\partial W_h}$",
        "W -= lr * grad",
        "W' = W - learning rate * gradient",
        "θ_new = θ - η ∇L",
        "W = W - 0.01 * dW",
    ],
    "params": [
        "The number of parameters is H*D + H^2 + H + K*H + K.",
        "params = H(D+H+1) + K(H+1)",
        "number of weights and biases = DH + HH + H + KH + K",
    ],
}
WRONG = {
    "fwd-no-recurrence": "h_t = f(W x_t + b)",
    "fwd-no-bias": "h_t = tanh(W x_t + W_h h_{t-1})",
    "fwd-bias-twice": "h_t = f(W x_t + b + W_h h_{t-1} + b)",
    "fwd-no-activation": "h_t = W x_t + W_h h_{t-1} + b",
    "fwd-sigmoid-for-tanh": "h_t = sigmoid(W x_t + W_h h_{t-1} + b)",
    "fwd-tan-for-tanh": "h_t = tan(W x_t + W_h h_{t-1} + b)",
    "fwd-double-activation": "h_t = tanh(tanh(W x_t + W_h h_{t-1} + b))",
    "fwd-act-input-only": "h_t = tanh(W x_t + b) + W_h h_{t-1}",
    "fwd-recur-preactivation": "h_t = f(W x_t + W_h a_{t-1} + b)",
    "fwd-swap-w-wh": "h_t = f(W_h x_t + W h_{t-1} + b)",
    "fwd-wh-identity": "h_t = f(W x_t + h_{t-1} + b)",
    "fwd-stale-h0": "h_t = f(W x_t + W_h h_0 + b)",
    "fwd-input-lag": "h_t = f(W x_{t-1} + W_h h_{t-1} + b)",
    "fwd-input-frozen": "h_t = f(W x_1 + W_h h_{t-1} + b)",
    "fwd-output-feedback": "h_t = f(W x_t + W_h ŷ_{t-1} + b)",
    "out-lagged-state": "ŷ_t = g(W_y h_{t-1} + b_y)",
    "out-no-bias": "y_t = softmax(W_y h_t)",
    "out-no-activation": "ŷ = W_y h_T + b_y",
    "out-hidden-is-output": "ŷ_t = h_t",
    "loss-sign": "L = y ln ŷ + (1-y) ln(1-ŷ)",
    "loss-one-term": "L = -y log ŷ",
    "loss-target-flipped": "L = -((1-y) ln ŷ + y ln(1-ŷ))",
    "loss-log10": "L = -(y log10(ŷ) + (1-y) log10(1-ŷ))",
    "loss-log2": r"$L = -(y \log_2 \hat{y} + (1-y) \log_2 (1-\hat{y}))$",
    "loss-mse-for-ce": "L = (ŷ - y)^2",
    "bwd-no-act-derivative": "δ_t = W_y^T dz_t + W_h^T δ_{t+1}",
    "bwd-derivative-at-h": "δ_t = W_h^T δ_{t+1} * (1 - tanh^2(h_t))",
    "bwd-derivative-no-square": "δ_t = W_h^T δ_{t+1} * (1 - h_t)",
    "bwd-sigmoid-derivative": "delta_t = W_h^T delta_{t+1} * h_t (1 - h_t)",
    "bwd-derivative-wrong-step": "δ_t = W_h^T δ_{t+1} ⊙ (1 - h_{t-1}²)",
    "bwd-no-through-time": "δ_t = W_y^T dz_t ⊙ (1 - h_t²)",
    "bwd-dz-sign": "δ_t = (W_y^T (y_t - ŷ_t) + W_h^T δ_{t+1}) ⊙ (1 - h_t²)",
    "bwd-extra-sigmoid-derivative": "δ_t = (W_y^T (ŷ_t - y_t) ŷ_t (1 - ŷ_t) + W_h^T δ_{t+1}) ⊙ (1 - h_t²)",
    "bwd-overwrite": "dW_h = δ_1 h_0^T",
    "bwd-last-step-only": "dW_h = δ_T h_{T-1}^T",
    "bwd-mean-over-time": r"$\frac{\partial L}{\partial W_h} = \frac{1}{T} \sum_{t=1}^T \delta_t h_{t-1}^\top$",
    "bwd-dwh-uses-ht": "dW_h = Σ_t δ_t h_tᵀ",
    "upd-wrong-sign": "W_new = W + α dW",
    "upd-no-learning-rate": "W = W - dW",
    "upd-lr-scales-weight": "W_new = W - α W",
    "cnt-times-T": "params = T (H D + H H + H) + K H + K",
    "cnt-T-for-D": "params = H T + H H + H + K H + K",
    "cnt-wh-vector": "params = H D + H + H + K H + K",
    "cnt-wh-hxd": "params = H D + H D + H + K H + K",
    "cnt-no-recurrent": "params = H D + H + K H + K",
    "cnt-no-bias": "params = H D + H^2 + K H",
    "cnt-no-output-layer": "params = H D + H^2 + H",
    "cnt-two-biases": "params = HD + HH + 2H + KH + K",
    "cnt-units-is-T": "params = T D + T T + T + K T + K",
}
SILENT = [
    "W = weight matrix, W_h = recurrent weights, b = bias, t = 1",
    "x_t = the input at step t, h_t = hidden state",
    "h_t depends on h_{t-1}: h_t = f(x_t, h_{t-1}), that is memory.",
    "In short, h_t = f(current input + previous state).",
    "many-to-one = many inputs + one output",
    "Why is h_t = the memory? by + b, so the order matters (dog bites man = man bites dog).",
    "A feed-forward net computes h_t = f(W x_t + b), an RNN also has the previous state.",
    "The first step is h_1 = f(W x_1 + b) because h_0 = 0.",
    "It is not h_t = f(W x_t + b); the recurrent term matters.",
    "If we forget b we get h_t = f(W x_t + W_h h_{t-1}).",
    "h_t = o_t * tanh(c_t) with c_t = f_t * c_{t-1} + i_t * g_t",
    "h_t = (1 - z_t) * h_{t-1} + z_t * n_t",
    "h_t = W x_t + (the recurrent part)",
    "h_t = f(W x_t + b) + whatever came before",
    "h_t = W x_t plus W_h times h_{t-1} plus bias",
    "h_t = W x_t + W_h h_{t-1} + b, passed through tanh",
    "h_t = f(W x_t + W h_{t-1} + b)",
    "h_t = f(W_t x_t + W_h h_{t-1} + b)",
    "y_t = W_hy h_t",
    "h_t = σ(W x_t + U h_{t-1} + b)",
    "w := w - α * (dw_1 + dw_2 + dw_3)",
    "h_t^{(2)} = f(W h_t^{(1)} + W_h h_{t-1}^{(2)} + b)",
    "P(y|x) = softmax(W h + b) gives probabilities",
    "dL/dW = sum_t dL/dh_t dh_t/dW",
    "∂h_t/∂h_{t-1} = W_h^T diag(1 - h_t^2)",
    "for t = 1 to T: h = f(h, x)",
    "3 x 4 = 12 weights + 4 biases = 16, E = mc^2 and a+b=c",
    "parameters = T * (weights of a step)",
    "|w| < 1 gives 0.5^10 = 0.001, so it vanishes",
]


@pytest.mark.parametrize(("name", "typed"), [(name, typed) for name, all_ in RIGHT.items() for typed in all_])
def test_the_right_formula_is_right_in_every_usual_notation(name, typed):
    found = formulas_in(ASK, typed)
    assert [(one.name, one.equal) for one in found] == [(name, True)]


@pytest.mark.parametrize("id", WRONG)
def test_a_misconception_that_is_written_out_is_named(id):
    (found,) = formulas_in(ASK, WRONG[id])
    assert (found.misconception, found.equal, bool(found.feedback)) == (id, False, True)


def test_every_misconception_that_changes_a_formula_is_written_out_above():
    assert {id for known in ASK.formulas for id in known.misconceptions} == set(WRONG)


@pytest.mark.parametrize("prose", SILENT)
def test_of_prose_and_of_formulas_that_may_be_meant_otherwise_nothing_is_said(prose):
    assert formulas_in(ASK, prose) == ()


@pytest.mark.parametrize("before", ["", "The state is updated: ", "We compute (see the slides) "])
@pytest.mark.parametrize("after", ["", ".", ", where W is a matrix.", " b is the bias, f is tanh", " - tanh is usual"])
def test_a_formula_is_found_in_the_middle_of_a_sentence(before, after):
    formula = "h_t = f(W x_t + W_h h_{t-1} + b)"
    (found,) = formulas_in(ASK, before + formula + after)
    assert found.equal and found.typed.startswith(formula) and found.typed in before + formula + after


def test_two_formulas_of_one_answer_are_both_judged():
    found = formulas_in(ASK, "h_t = tanh(W x_t + W_h h_{t-1} + b), and ŷ = σ(W_y h_T + b_y). Then W = W + lr*dW.")
    assert [(one.name, one.equal, one.misconception) for one in found] == [
        ("h_t", True, ""), ("y_hat", True, ""), ("update", False, "upd-wrong-sign"),
    ]  # fmt: skip


def test_beside_the_right_formula_a_wrong_one_is_an_example():
    found = formulas_in(ASK, "Many write h_t = f(W x_t + W_h h_{t-1}). Right: h_t = f(W x_t + W_h h_{t-1} + b).")
    assert [one.equal for one in found] == [True]


def test_a_formula_with_other_values_is_neither_right_nor_a_known_mistake():
    (found,) = formulas_in(ASK, "h_t = f(W x_t - W_h h_{t-1} + b)")
    assert (found.name, found.equal, found.misconception) == ("h_t", False, "")


@pytest.mark.parametrize(
    "text",
    [
        "It is not true that {}",
        "The state isn't {}.",
        "Use this instead of {}.",
        "{} is wrong.",
        "The claim that {} is simply not so.",
    ],
)
def test_the_right_formula_that_is_denied_shows_nothing(text):
    assert formulas_in(ASK, text.format("h_t = f(W x_t + W_h h_{t-1} + b)")) == ()


def test_a_formula_that_the_question_gives_shows_nothing():
    formula = "h_t = f(W x_t + W_h h_{t-1} + b)"
    asked = Text("answer", formulas=ASK.formulas, asked=f"What does $W_h$ do in ${formula}$?")
    assert formulas_in(asked, formula) == ()
    assert [one.name for one in formulas_in(asked, f"{formula} and ŷ = σ(W_y h_T + b_y)")] == ["y_hat"]
    assert [one.misconception for one in formulas_in(asked, "h_t = f(W x_t + W_h h_{t-1})")] == ["fwd-no-bias"]


def test_without_formulas_in_the_rubric_none_is_looked_for():
    assert formulas_in(Text("answer"), "h_t = f(W x_t + W_h h_{t-1} + b)") == ()


SIGNS = (
    r"h_t = W ( ) { } $ \frac _ ^ tanh + - ₜ x_{t-1} , . ∂ ŷ 1 sum_t y log δ h(t) ' \text{ += ← ^2 ln [ ] / dW α H word"
)
PIECES = st.sampled_from([*SIGNS.split(" "), " ", "\n"])


@settings(max_examples=examples(150), deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=80).map("".join)))
def test_no_text_is_an_error(text):
    found = formulas_in(ASK, text)
    assert all(one.typed in text and one.name in EQUATIONS for one in found)


@settings(max_examples=examples(60), deadline=None)
@given(st.permutations(["W x_t", "W_h h_{t-1}", "b"]), st.sampled_from(["tanh", "f", "relu"]))
def test_the_order_of_the_summands_does_not_matter(summands, f):
    (found,) = formulas_in(ASK, f"h_t = {f}({' + '.join(summands)})")
    assert found.equal


@pytest.mark.parametrize(
    "text", ["(" * 5000 + "=", "=" + "([{" * 1700, "h_t = " + "f(" * 2500, "x+" * 2500, "$ h_t = f(" * 500, "h_{" * 1700 + "="]
)  # fmt: skip
def test_a_wall_of_brackets_is_no_formula(text):
    assert formulas_in(ASK, text) == ()
