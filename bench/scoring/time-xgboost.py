"""XGBoost on one thread: reads {rows, targets, held, rounds, leaves}, answers times, its model and its Shapley values."""
import json
import sys
import time

import numpy
import xgboost

given = json.load(sys.stdin)
rows = numpy.array(given["rows"], dtype=float)
held = numpy.array(given["held"], dtype=float)
options = {
    "objective": "binary:logistic",
    "tree_method": "hist",
    "grow_policy": "lossguide",
    "max_leaves": given["leaves"],
    "max_depth": 0,
    "max_bin": 255,
    "eta": 0.05,
    "lambda": 1,
    "min_child_weight": 1e-3,
    "base_score": 0.5,
    "nthread": 1,
}
names = [f"x{at}" for at in range(rows.shape[1])]


def timed(work):
    seconds = []
    for _ in range(3):
        before = time.process_time()
        result = work()
        seconds.append(time.process_time() - before)
    return min(seconds), result


def train():
    matrix = xgboost.DMatrix(rows, given["targets"], feature_names=names, nthread=1)
    return xgboost.train(options, matrix, given["rounds"])


train_seconds, model = timed(train)
asked = xgboost.DMatrix(held, feature_names=names, nthread=1)
explain_seconds, contributions = timed(lambda: model.predict(asked, pred_contribs=True))
json.dump(
    {
        "version": xgboost.__version__,
        "trainSeconds": train_seconds,
        "explainMicros": explain_seconds / len(held) * 1e6,
        "model": json.loads(model.save_raw("json").decode()),
        "contributions": [[float(value) for value in row] for row in contributions],
    },
    sys.stdout,
)
