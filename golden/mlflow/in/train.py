"""Fits the model that stands in model/."""
import mlflow.sklearn
from sklearn.linear_model import LinearRegression


def fit():
    return LinearRegression().fit([[0], [1]], [0, 2])


if __name__ == "__main__":
    mlflow.sklearn.save_model(fit(), "model")
