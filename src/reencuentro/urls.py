"""Every address there is, and what it is for."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, path

from reencuentro.web import (
    agreements,
    alarms,
    calls,
    case_deeds,
    consulates,
    custody,
    deeds,
    desk,
    documents,
    drafting,
    dropping,
    duties,
    family,
    groups,
    judging,
    legal,
    matches,
    oversight,
    pages,
    people,
    purposes,
    referrals,
    registering,
    returns,
    searching,
    team,
    trying,
    written,
)
from reencuentro.web.declared import Door, declared

_SIGNING_IN: tuple[tuple[str, Callable[..., Any], str, Door], ...] = (
    ("sign-in/", account.login, "account_login", Door.ANYBODY),
    ("sign-in/second/", factors.authenticate, "mfa_authenticate", Door.ANYBODY),
    ("sign-in/passkey/", passkeys.login_webauthn, "mfa_login_webauthn", Door.ANYBODY),
    ("sign-out/", account.logout, "account_logout", Door.ANYBODY),
    ("account/password/", account.password_change, "account_change_password", Door.OWN),
    ("account/confirm/password/", account.reauthenticate, "account_reauthenticate", Door.SETTING_UP),
    ("account/confirm/code/", factors.reauthenticate, "mfa_reauthenticate", Door.OWN),
    ("account/confirm/passkey/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn", Door.OWN),
    ("account/security/", factors.index, "mfa_index", Door.SETTING_UP),
    ("account/security/app/", totp.activate_totp, "mfa_activate_totp", Door.SETTING_UP),
    ("account/security/app/off/", totp.deactivate_totp, "mfa_deactivate_totp", Door.OWN),
    ("account/security/passkeys/", passkeys.list_webauthn, "mfa_list_webauthn", Door.SETTING_UP),
    ("account/security/passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn", Door.SETTING_UP),
    ("account/security/passkeys/<int:pk>/edit/", passkeys.edit_webauthn, "mfa_edit_webauthn", Door.OWN),
    ("account/security/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn", Door.OWN),
    ("account/security/codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes", Door.OWN),
    ("account/security/codes/new/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes", Door.OWN),
)
"""Views of allauth's that we offer; signing up, e-mail and resetting passwords by mail are not among them."""

urlpatterns: list[URLPattern] = [
    path("", pages.home, name="home"),
    path("help/", pages.help_page, name="help"),
    path("kept/", pages.kept, name="kept"),
    path("leave/", pages.leave, name="leave"),
    path("enrol/", pages.enrol, name="enrol"),
    path("language/<str:language>/", pages.choose_language, name="set_language"),
    path("people/", people.people, name="people"),
    path("people/search/", searching.search, name="search"),
    path("people/<str:person>/looks/", oversight.looks, name="looks"),
    path("emergencies/begin/", pages.begin_emergency, name="begin_emergency"),
    path("looks/", pages.begin_looks, name="begin_looks"),
    path("emergencies/", oversight.emergencies, name="emergencies"),
    path("emergencies/<int:number>/review/", oversight.review, name="review"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/draft/", drafting.draft, name="draft_agreement"),
    path("agreements/<str:agreement>/<int:version>/try/", trying.tried, name="try_agreement"),
    path("agreements/<str:agreement>/<int:version>/sign/", agreements.sign, name="sign_agreement"),
    path("agreements/<str:agreement>/<int:version>/withdraw/", agreements.withdraw, name="withdraw_agreement"),
    *alarms.URLS,
    *calls.URLS,
    *desk.URLS,
    *case_deeds.URLS,
    *consulates.URLS,
    *custody.URLS,
    *documents.URLS,
    *dropping.URLS,
    *duties.URLS,
    *family.URLS,
    *groups.URLS,
    *judging.URLS,
    *legal.URLS,
    *matches.URLS,
    *purposes.URLS,
    *referrals.URLS,
    *registering.URLS,
    *returns.URLS,
    *team.URLS,
    *written.URLS,
    *(path(f"people/<str:person>/{deed}", view, name=action.value) for deed, (action, view) in deeds.DEEDS.items()),
    *(path(f"people/<str:person>/{side}", page, name=people.SIDES[side].value) for side, page in people.PAGES.items()),
    *(path(address, declared(action=door)(view), name=name) for address, view, name, door in _SIGNING_IN),
]

handler400 = "reencuentro.web.refusals.malformed"
handler403 = "reencuentro.web.refusals.denied"
handler404 = "reencuentro.web.refusals.missing"
handler500 = "reencuentro.web.refusals.broken"
