"""The dashboard: how the desk keeps up, what waits and how long, and whose claims it chose; of no person in it."""

from datetime import UTC, tzinfo

from factcheck.domain.dashboard import (
    LOOKED_BACK,
    AgeLine,
    Agreement,
    Balance,
    Dashboard,
    DashboardStep,
    Fates,
    Window,
    age_words,
    quartiles,
    the_others,
    window,
)
from factcheck.domain.people import Action, Actor
from factcheck.domain.review import Move, Stage
from factcheck.store import dashboard as rows
from factcheck.store import opinions as opinion_rows
from factcheck.store.unit import Session, UnitOfWork

NAMES_MOST = 10
"""Claimants and outlets that are named; the others are one line."""


def dashboard(uow: UnitOfWork, actor: Actor, *, days: int = LOOKED_BACK, zone: tzinfo = UTC) -> Dashboard:
    """The numbers of the last `days` days of a zone, and what is open now. Invalid for days that are no choice."""
    actor.require(Action.READ)
    now = uow.now
    chosen = window(days, now, zone)
    with uow.reading() as session:
        rows.without_compiling(session)
        every = rows.all_fates(session, chosen.since)
        return Dashboard(
            window=chosen,
            steps=_steps(session, chosen),
            ages=_ages(rows.open_ages(session, now)),
            to_submission=quartiles(rows.taken_to_submitted(session, chosen.since)),
            to_approval=quartiles(rows.queue_to_approved(session, chosen.since)),
            every=every,
            claimants=_balance(every, rows.fates_by_claimant(session, chosen.since, NAMES_MOST)),
            outlets=_balance(every, rows.fates_by_outlet(session, chosen.since, NAMES_MOST)),
            agreement=_agreement(session, chosen),
        )


def _steps(session: Session, chosen: Window) -> tuple[DashboardStep, ...]:
    came, made = rows.came_in(session, chosen.edges), rows.moves(session, chosen.edges)
    counted = (Move.SUBMIT, Move.RETURN, Move.APPROVE, Move.DISMISS)
    return tuple(
        DashboardStep(begins, came.get(number, 0), *(made.get((number, move.value), 0) for move in counted))
        for number, begins in enumerate(chosen.begins)
    )


def _ages(counts: dict[tuple[int, Stage], int]) -> tuple[AgeLine, ...]:
    stages = (Stage.QUEUED, Stage.CHECKING, Stage.SUBMITTED)
    return tuple(
        AgeLine(words, *(counts.get((number, stage), 0) for stage in stages))
        for number, words in enumerate(age_words())
    )


def _agreement(session: Session, chosen: Window) -> Agreement:
    waiting, without = opinion_rows.drawn_without_answer(session, chosen.since)
    drawn, by_hand = (opinion_rows.pairs(session, chosen.since, drawn=drawn) for drawn in (True, False))
    return Agreement(tuple(drawn), len(by_hand), waiting, without)


def _balance(every: Fates, most: tuple[list[Fates], int]) -> Balance:
    named, names = most
    return Balance(tuple(named), the_others(every, named), names)
