import pytest

from shop.web import app


@pytest.fixture
def client():
    return app.test_client()
