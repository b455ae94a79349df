"""All addresses. An app's own come from its `urls.py`, included here when the app has screens."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from csp.decorators import csp_update
from django.urls import include, path

from traedesten.desk.views.home import home
from traedesten.places.views import changes_read, invitation

# Only what staff need of allauth: no sign-up, no reset by mail. The names are the ones allauth looks up.
account_urls = [
    path("ind/", account.login, name="account_login"),
    path("ud/", account.logout, name="account_logout"),
    path("lukket/", account.account_inactive, name="account_inactive"),
    path("bekraeft/", account.reauthenticate, name="account_reauthenticate"),
    path("adgangskode/", account.password_change, name="account_change_password"),
    path("totrin/", mfa.index, name="mfa_index"),
    path("totrin/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("totrin/bekraeft/", mfa.reauthenticate, name="mfa_reauthenticate"),
    # The one page with a picture (the QR code) inside its HTML.
    path("totrin/app/", csp_update({"img-src": "data:"})(totp.activate_totp), name="mfa_activate_totp"),
    path("totrin/app/fjern/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("invitation/<str:token>/", invitation, name="account_invitation"),
    path("adgang/laest/", changes_read, name="account_changes_read"),
    path("noegle/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("noegler/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("noegler/ny/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("noegler/bekraeft/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("noegler/<int:pk>/fjern/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("noegler/<int:pk>/navn/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("totrin/noedkoder/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("totrin/noedkoder/nye/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("totrin/noedkoder/hent/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]

urlpatterns = [
    path("", home, name="home"),
    path("log/", include(account_urls)),
    path("", include("traedesten.desk.urls")),
    path("", include("traedesten.setup.urls")),
    path("", include("traedesten.planning.urls")),
    path("", include("traedesten.core.urls")),
    path("", include("traedesten.measures.urls")),
    path("", include("traedesten.measures.handbook_urls")),
    path("", include("traedesten.measures.across.urls")),
]
