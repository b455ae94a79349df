"""What is encrypted can be read with the keys at hand and with no other."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from traedesten.core.encryption import decrypt, encrypt

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@given(st.text(max_size=200))
def test_text_comes_back_as_it_was(text):
    token = encrypt(text)
    assert decrypt(token) == text
    assert decrypt(memoryview(token)) == text


def test_the_same_text_never_looks_the_same():
    assert encrypt("blodtryk") != encrypt("blodtryk")
    assert b"blodtryk" not in encrypt("blodtryk")


def test_keys_rotate_the_newest_encrypts_and_older_ones_still_read(settings):
    settings.ENCRYPTION_KEYS = [OLD]
    before = encrypt("før")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    after = encrypt("efter")
    assert (decrypt(before), decrypt(after)) == ("før", "efter")
    settings.ENCRYPTION_KEYS = [NEW]
    assert decrypt(after) == "efter"
    with pytest.raises(InvalidToken):
        decrypt(before)


def test_a_changed_token_is_refused():
    token = bytearray(encrypt("note"))
    token[20] ^= 1
    with pytest.raises(InvalidToken):
        decrypt(bytes(token))
