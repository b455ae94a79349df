"""The secrets of a development copy: made once, private, never changed."""

from cryptography.fernet import Fernet

from tools import dev_env


def values(file) -> dict[str, str]:
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


def test_a_fresh_copy_gets_secrets_only_its_owner_can_read(tmp_path):
    file = tmp_path / "var" / "dev.env"
    assert dev_env.ensure(file) == list(dev_env.MAKERS)
    assert file.stat().st_mode & 0o777 == 0o600
    made = values(file)
    assert len(made["TRAEDESTEN_SECRET_KEY"]) >= 50
    assert Fernet(made["TRAEDESTEN_ENCRYPTION_KEYS"]).encrypt(b"x")


def test_two_copies_share_no_secret(tmp_path):
    dev_env.ensure(tmp_path / "a")
    dev_env.ensure(tmp_path / "b")
    one, other = values(tmp_path / "a"), values(tmp_path / "b")
    assert one["TRAEDESTEN_SECRET_KEY"] != other["TRAEDESTEN_SECRET_KEY"]
    assert one["TRAEDESTEN_ENCRYPTION_KEYS"] != other["TRAEDESTEN_ENCRYPTION_KEYS"]


def test_a_second_run_changes_nothing(tmp_path):
    file = tmp_path / "dev.env"
    dev_env.ensure(file)
    before = file.read_text()
    assert dev_env.ensure(file) == []
    assert file.read_text() == before


def test_what_is_there_stays_and_what_is_missing_is_added(tmp_path):
    file = tmp_path / "dev.env"
    file.write_text("TRAEDESTEN_ENCRYPTION_KEYS=mine\nOTHER=1")
    file.chmod(0o644)
    assert "TRAEDESTEN_ENCRYPTION_KEYS" not in dev_env.ensure(file)
    assert values(file)["TRAEDESTEN_ENCRYPTION_KEYS"] == "mine"
    assert values(file)["OTHER"] == "1"
    assert file.stat().st_mode & 0o777 == 0o600
