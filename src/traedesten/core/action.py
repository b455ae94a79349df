"""The one way to change anything: a verb that demands its actor, is whole or nothing, and writes its audit line."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.apps import apps
from django.db import models, transaction
from django.utils.module_loading import module_has_submodule

from traedesten.core import access
from traedesten.core.access import Permission, Reach
from traedesten.core.models import AuditEvent

P = ParamSpec("P")
R = TypeVar("R")


class Actor(Protocol):
    """Somebody who can be answerable: a member of staff or a named job."""

    @property
    def actor_id(self) -> int | None: ...

    @property
    def actor_label(self) -> str: ...


@dataclass(frozen=True, slots=True)
class System:
    """A job or command that acts without a person behind it at the keyboard."""

    job: str

    @property
    def actor_id(self) -> int | None:
        return None

    @property
    def actor_label(self) -> str:
        return f"system:{self.job}"


@dataclass(frozen=True, slots=True)
class AuditSubject:
    """What an audit line is about: the kind of thing, its key, its programme, how many rows."""

    object_type: str
    object_key: str = ""
    programme_id: int | None = None
    count: int = 1


class Audited(Protocol):
    def audit_subject(self) -> AuditSubject: ...


ReachOf = Callable[[Mapping[str, Any]], Reach]
Needs = Permission | tuple[Permission, ...]

ACTIONS: dict[str, Callable[..., Any]] = {}
# What each action needs, by verb: one of these permissions. Empty for what only jobs and commands do.
NEEDS: dict[str, tuple[Permission, ...]] = {}


def action(verb: str, *, needs: Needs, reach: ReachOf = access.reach_of) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action named ``verb`` ("entry.record").

    The function takes keywords only, ``by`` among them (an `Actor`), and returns the noun it made or changed: a model
    with ``programme_id`` where it has one, or an object with ``audit_subject()``. One audit line is written beside it,
    in the same transaction. Raises TypeError where the signature lacks ``by`` or takes positional arguments, and
    ValueError when two actions share a verb.

    A person must hold one of ``needs`` within the ``reach`` of the arguments, or the call raises PermissionDenied
    before anything happens; a `System` job passes. With ``needs=()`` only jobs and commands may.
    """

    needed = (needs,) if isinstance(needs, Permission) else needs

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        _demand_signature(verb, function)

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if kwargs.get("by") is None:
                raise TypeError(f"{verb} needs by=, who answers for it")
            if not isinstance(kwargs["by"], System):
                access.demand(kwargs["by"], needed, reach(kwargs))
            with transaction.atomic():
                noun = function(*args, **kwargs)
                _write_line(verb, kwargs["by"], noun)
            return noun

        ACTIONS[verb], NEEDS[verb] = run, needed
        return run

    return decorate


def load_actions() -> None:
    """Import every installed app's actions, so that `ACTIONS` and `NEEDS` are whole."""
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "actions"):
            package = importlib.import_module(f"{config.name}.actions")
            for found in pkgutil.iter_modules(getattr(package, "__path__", [])):
                importlib.import_module(f"{package.__name__}.{found.name}")


def _demand_signature(verb: str, function: Callable[..., Any]) -> None:
    parameters = inspect.signature(function).parameters
    if "by" not in parameters:
        raise TypeError(f"{verb} must take by=")
    if any(p.kind is not inspect.Parameter.KEYWORD_ONLY for p in parameters.values()):
        raise TypeError(f"{verb} must take keywords only")
    if verb in ACTIONS and ACTIONS[verb].__qualname__ != function.__qualname__:
        raise ValueError(f"two actions are called {verb}")


def _write_line(verb: str, by: Any, noun: Any) -> None:
    about = _subject_of(verb, noun)
    AuditEvent.objects.create(
        verb=verb,
        actor_id=by.actor_id,
        actor_label=by.actor_label,
        object_type=about.object_type,
        object_key=about.object_key,
        programme_id=about.programme_id,
        count=about.count,
    )


def _subject_of(verb: str, noun: Any) -> AuditSubject:
    if hasattr(noun, "audit_subject"):
        subject: AuditSubject = noun.audit_subject()
        return subject
    if isinstance(noun, models.Model):
        return AuditSubject(noun._meta.label, str(noun.pk), getattr(noun, "programme_id", None))
    raise TypeError(f"{verb} must return the noun it changed, not {type(noun).__name__}")
