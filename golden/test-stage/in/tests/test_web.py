import os


def test_health(client):
    assert client.get("/healthz").data == b"ok"


def test_that_runs_without_privileges(tmp_path):
    assert os.getuid() == 10001
    (tmp_path / "a").write_text("b")
