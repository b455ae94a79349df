"""What the log-in says of an empty field and of a good password: in this product's words, not the library's."""

import pytest
from django.urls import reverse

from traedesten.core.login_form import GOOD_PASSWORD

pytestmark = pytest.mark.django_db


def test_an_empty_login_says_what_to_fill_in(client):
    html = client.post(reverse("account_login"), {}).content.decode()
    assert "Udfyld »E-mail«." in html
    assert "Udfyld »Adgangskode«." in html
    assert "påkrævet" not in html


def test_a_new_password_is_asked_for_in_one_sentence(client, cast):
    client.force_login(cast.leader)
    html = client.get(reverse("account_change_password")).content.decode()
    assert str(GOOD_PASSWORD) in html
    assert "udelukkende numerisk" not in html
