"""How a message extension authenticates to its API: each kind has settings of its own, and no others.

The schema allows the settings of every kind beside each other; the catalog does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import say
from teamshelf.rules import api_examples
from teamshelf.rules.api_extensions import api_based
from teamshelf.rules.as_written import ABSENT, is_written, written
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.messages import Message
    from teamshelf.model.message_extensions import ApiAuthorization
    from teamshelf.package.app import App

ENTRA = "microsoftEntra"
"""The `authType` of single sign-on with Microsoft Entra ID."""

_API_KEY = "apiSecretServiceAuth"
_SOURCE = "Microsoft Graph, Publish teamsApp, error codes"
_REGISTRATION = {"apiSecretRegistrationId": "9f3b1c52-6a0d-4b8e-8a77-0c2d5e1f4b96"}
_APP_ID = "5d1f0c9e-7b3a-4e62-9c58-2f6a1b0d8e47"
_REGISTERED_APP = {"webApplicationInfo": {"id": _APP_ID, "resource": f"api://api.example.com/{_APP_ID}"}}
_SIGN_ON = {"microsoftEntraConfiguration": {"supportsSingleSignOn": True}}
_GOOD_API_KEY = api_examples.authorization(_API_KEY, apiSecretServiceAuthConfiguration=_REGISTRATION)
_GOOD_ENTRA = {**api_examples.authorization(ENTRA, **_SIGN_ON), **_REGISTERED_APP}


@once_per_app
def authorizations(app: App) -> tuple[tuple[int, ApiAuthorization], ...]:
    """How the message extensions that call an API authenticate, each with the extension's index."""
    return tuple((index, each.authorization) for index, each in api_based(app) if each.authorization is not None)


def _place(index: int, *below: str) -> str:
    return "/".join((f"/composeExtensions/{index}/authorization", *below))


def _is_there(app: App, index: int, *below: str) -> bool:
    return is_written(app, "composeExtensions", index, "authorization", *below)


@rule(
    "no-auth-with-configuration",
    codes=("NoAuthTypeComposeExtensionContainsAuthConfiguration",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("With the `authType` `none` there are no settings for authentication."),
    why=say("Teams cannot tell whether the settings or the `authType` are meant, and refuses the message extension."),
    bad=api_examples.authorization("none", apiSecretServiceAuthConfiguration=_REGISTRATION),
    good=api_examples.authorization("none"),
    source=_SOURCE,
)
def none_has_no_settings(app: App) -> Iterable[Found]:
    """Settings of any kind."""
    if not authorizations(app):
        return ()
    found = []
    for index, authorization in authorizations(app):
        if authorization.auth_type == "none":
            settings = {
                "microsoftEntraConfiguration": authorization.microsoft_entra_configuration,
                "apiSecretServiceAuthConfiguration": authorization.api_secret_service_auth_configuration,
                "oAuthConfiguration": authorization.o_auth_configuration,
            }
            found += [
                Found(
                    _place(index, name),
                    say("`{name}` is set though the `authType` is `none`", name=name),
                    say("remove it, or choose the `authType` it belongs to"),
                    at_key=True,
                )
                for name, value in settings.items()
                if value is not None
            ]
    return found


@rule(
    "api-key-auth-without-configuration",
    codes=("ApiSecretServiceAuthTypeComposeExtensionContainsNoApiSecretServiceAuthConfiguration",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("With the `authType` `apiSecretServiceAuth` there is an `apiSecretServiceAuthConfiguration`."),
    why=say("It leads to the key with which Teams calls the API."),
    bad=api_examples.authorization(_API_KEY),
    good=_GOOD_API_KEY,
    source=_SOURCE,
)
def api_key_has_settings(app: App) -> Iterable[Found]:
    """An API key without its settings."""
    if not authorizations(app):
        return ()
    return [
        Found(
            _place(index),
            say("the `authType` `apiSecretServiceAuth` needs an `apiSecretServiceAuthConfiguration`"),
            _REGISTER,
        )
        for index, authorization in authorizations(app)
        if authorization.auth_type == _API_KEY and not _is_there(app, index, "apiSecretServiceAuthConfiguration")
    ]


_REGISTER: Message = say("register the key in the Teams Developer Portal and put its id into `apiSecretRegistrationId`")


@rule(
    "api-key-auth-without-registration",
    codes=("ApiSecretServiceAuthTypeComposeExtensionContainsNoApiSecretRegistrationId",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("The `apiSecretServiceAuthConfiguration` has an `apiSecretRegistrationId`."),
    why=say("The key itself is no part of a package; the id of its registration is all that leads to it."),
    bad=api_examples.authorization(_API_KEY, apiSecretServiceAuthConfiguration={}),
    good=_GOOD_API_KEY,
    source=_SOURCE,
)
def api_key_is_registered(app: App) -> Iterable[Found]:
    """No id, or an empty one."""
    if not authorizations(app):
        return ()
    found = []
    for index, authorization in authorizations(app):
        settings = authorization.api_secret_service_auth_configuration
        if authorization.auth_type != _API_KEY or settings is None or settings.api_secret_registration_id:
            continue
        where = "apiSecretServiceAuthConfiguration"
        if settings.api_secret_registration_id is not None:
            message = say("`apiSecretRegistrationId` is empty")
            found.append(Found(_place(index, where, "apiSecretRegistrationId"), message, _REGISTER))
        elif not _is_there(app, index, where, "apiSecretRegistrationId"):
            found.append(Found(_place(index, where), say("`apiSecretRegistrationId` is missing"), _REGISTER))
    return found


@rule(
    "api-key-auth-with-entra-configuration",
    codes=("ApiSecretServiceAuthTypeComposeExtensionContainsMsftEntraConfiguration",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("With the `authType` `apiSecretServiceAuth` there is no `microsoftEntraConfiguration`."),
    why=say("Teams cannot tell which of the two is meant, and refuses the message extension."),
    bad=api_examples.authorization(_API_KEY, apiSecretServiceAuthConfiguration=_REGISTRATION, **_SIGN_ON),
    good=_GOOD_API_KEY,
    source=_SOURCE,
)
def api_key_has_no_entra_settings(app: App) -> Iterable[Found]:
    """The settings of single sign-on beside an API key."""
    if not authorizations(app):
        return ()
    return [
        Found(
            _place(index, "microsoftEntraConfiguration"),
            say("`microsoftEntraConfiguration` does not go with the `authType` `apiSecretServiceAuth`"),
            say('remove it, or say `"microsoftEntra"`'),
            at_key=True,
        )
        for index, authorization in authorizations(app)
        if authorization.auth_type == _API_KEY and authorization.microsoft_entra_configuration is not None
    ]


@rule(
    "entra-auth-without-configuration",
    codes=("MsftEntraAuthTypeComposeExtensionContainsNoMsftEntraConfiguration",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("With the `authType` `microsoftEntra` there is a `microsoftEntraConfiguration`."),
    why=say("Teams refuses a message extension that does not say that single sign-on is set up."),
    bad={**api_examples.authorization(ENTRA), **_REGISTERED_APP},
    good=_GOOD_ENTRA,
    source=_SOURCE,
)
def entra_has_settings(app: App) -> Iterable[Found]:
    """Single sign-on without its settings."""
    if not authorizations(app):
        return ()
    return [
        Found(
            _place(index),
            say("the `authType` `microsoftEntra` needs a `microsoftEntraConfiguration`"),
            say('add `"microsoftEntraConfiguration": {example}`', example='{"supportsSingleSignOn": true}'),
        )
        for index, authorization in authorizations(app)
        if authorization.auth_type == ENTRA and not _is_there(app, index, "microsoftEntraConfiguration")
    ]


@rule(
    "entra-auth-with-api-key-configuration",
    codes=("MsftEntraAuthTypeComposeExtensionContainsApiSecretServiceConfiguration",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("With the `authType` `microsoftEntra` there is no `apiSecretServiceAuthConfiguration`."),
    why=say("Teams cannot tell which of the two is meant, and refuses the message extension."),
    bad={
        **api_examples.authorization(ENTRA, apiSecretServiceAuthConfiguration=_REGISTRATION, **_SIGN_ON),
        **_REGISTERED_APP,
    },
    good=_GOOD_ENTRA,
    source=_SOURCE,
)
def entra_has_no_api_key(app: App) -> Iterable[Found]:
    """The settings of an API key beside single sign-on."""
    if not authorizations(app):
        return ()
    return [
        Found(
            _place(index, "apiSecretServiceAuthConfiguration"),
            say("`apiSecretServiceAuthConfiguration` does not go with the `authType` `microsoftEntra`"),
            say('remove it, or say `"apiSecretServiceAuth"`'),
            at_key=True,
        )
        for index, authorization in authorizations(app)
        if authorization.auth_type == ENTRA and authorization.api_secret_service_auth_configuration is not None
    ]


@rule(
    "entra-auth-without-single-sign-on",
    codes=("MsftEntraAuthTypeComposeExtensionSupportsSingleSignOnFalse",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("The `microsoftEntraConfiguration` says that `supportsSingleSignOn` is true."),
    why=say("It is false unless stated, and Teams has no other way to sign users in with Microsoft Entra ID."),
    bad={
        **api_examples.authorization(ENTRA, microsoftEntraConfiguration={"supportsSingleSignOn": False}),
        **_REGISTERED_APP,
    },
    good=_GOOD_ENTRA,
    source=_SOURCE,
)
def entra_signs_on(app: App) -> Iterable[Found]:
    """False, or not stated, which means the same."""
    if not authorizations(app):
        return ()
    found = []
    for index, authorization in authorizations(app):
        settings = authorization.microsoft_entra_configuration
        if authorization.auth_type != ENTRA or settings is None or settings.supports_single_sign_on:
            continue
        where = "microsoftEntraConfiguration"
        hint = say('set up single sign-on in Microsoft Entra ID and say `"supportsSingleSignOn": true`')
        if settings.supports_single_sign_on is not None:
            message = say("`supportsSingleSignOn` is false, but the `authType` is `microsoftEntra`")
            found.append(Found(_place(index, where, "supportsSingleSignOn"), message, hint))
        elif not _is_there(app, index, where, "supportsSingleSignOn"):
            found.append(Found(_place(index, where), say("`supportsSingleSignOn` is missing, which means false"), hint))
    return found


@rule(
    "entra-auth-without-resource",
    codes=("MsftEntraAuthTypeComposeExtensionWebApplicationInfoOrResourceNotDefined",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("With the `authType` `microsoftEntra`, `webApplicationInfo` is there and has a `resource`."),
    why=say("Single sign-on gets a token for that resource. Without it there is nothing to show to the API."),
    bad=api_examples.authorization(ENTRA, **_SIGN_ON),
    good=_GOOD_ENTRA,
    source=_SOURCE,
)
def entra_has_resource(app: App) -> Iterable[Found]:
    """No registration, none with a resource, or an empty one."""
    if not authorizations(app):
        return ()
    if all(authorization.auth_type != ENTRA for _, authorization in authorizations(app)):
        return ()
    registration = app.manifest.web_application_info
    hint = say("add the URI of the app in Microsoft Entra ID, `api://` and the host of the API and the app id")
    if registration is None:
        if is_written(app, "webApplicationInfo"):
            return ()
        message = say("`webApplicationInfo` is missing, but the message extension has the `authType` `microsoftEntra`")
        return (Found("", message, say("add `webApplicationInfo` with `id` and `resource`")),)
    if registration.resource:
        return ()
    if registration.resource is not None:
        return (Found("/webApplicationInfo/resource", say("`resource` is empty"), hint),)
    if is_written(app, "webApplicationInfo", "resource"):
        return ()
    message = say("`resource` is missing, but the message extension has the `authType` `microsoftEntra`")
    return (Found("/webApplicationInfo", message, hint),)


@rule(
    "oauth-auth-without-configuration",
    upload=WARNING,
    store=WARNING,
    versions="1.26..",
    checks=say("With the `authType` `oAuth2.0` there is an `oAuthConfiguration` with an `oAuthConfigurationId`."),
    why=say("The id leads to the sign-in service that is registered in the Teams Developer Portal."),
    bad={"manifestVersion": "1.26", **api_examples.authorization("oAuth2.0")},
    good={
        "manifestVersion": "1.26",
        **api_examples.authorization("oAuth2.0", oAuthConfiguration={"oAuthConfigurationId": "b3JkZXJz"}),
    },
    source="app manifest reference, composeExtensions.authorization",
)
def oauth_has_settings(app: App) -> Iterable[Found]:
    """OAuth without its settings, or with none in them."""
    if not authorizations(app):
        return ()
    found = []
    for index, authorization in authorizations(app):
        settings = authorization.o_auth_configuration
        if authorization.auth_type != "oAuth2.0" or (settings is not None and settings.o_auth_configuration_id):
            continue
        hint = say("register the service in the Teams Developer Portal and put its id into `oAuthConfigurationId`")
        place = ("composeExtensions", index, "authorization", "oAuthConfiguration")
        if settings is None and not is_written(app, *place):
            message = say("the `authType` `oAuth2.0` needs an `oAuthConfiguration`")
            found.append(Found(_place(index), message, hint))
        elif settings is not None and written(app, *place, "oAuthConfigurationId") in (ABSENT, ""):
            message = say("`oAuthConfigurationId` is missing or empty")
            found.append(Found(_place(index, "oAuthConfiguration"), message, hint))
    return found
