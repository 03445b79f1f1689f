"""One's own notifications over the API: listing and marking them, and how one wants to hear of each kind."""

from flask import Response

from factcheck.services import notifications
from factcheck.services.idempotency import Answer
from factcheck.store.unit import UnitOfWork
from factcheck.web.api.answering import answer, once
from factcheck.web.api.door import actor, rooms
from factcheck.web.api.given.notifications import Marked, NewChoices, NotificationQuery, ReadAt, ReadUpTo
from factcheck.web.api.shapes.notifications import AllRead, Choices, Notification, NotificationList
from factcheck.web.sessions import desk


@rooms.get("/notifications")
@rooms.input(NotificationQuery, location="query", arg_name="asked")
@rooms.output(NotificationList)
def notifications_listed(asked: NotificationQuery) -> NotificationList:
    """List your notifications

    The newest first. Listing marks nothing as read.
    """
    found = notifications.listed(
        desk().unit(), actor(), before=asked.cursor, only_unread=asked.unread, limit=asked.limit
    )
    return NotificationList.of(found)


@rooms.patch("/notifications/<int:number>")
@rooms.input(Marked, arg_name="given")
@rooms.output(Notification)
def mark_notification(number: int, given: Marked) -> Response:
    """Mark a notification read or unread"""
    return once(
        lambda unit: answer(
            Notification.model_validate(notifications.mark(unit, number, actor(), read=given.read)),
        )
    )


@rooms.post("/notifications/read")
@rooms.input(ReadUpTo, arg_name="given")
@rooms.output(AllRead)
def mark_all_read(given: ReadUpTo) -> Response:
    """Mark all notifications read

    Up to the newest that you have seen.
    """
    return once(lambda unit: _all_read(unit, given.upto))


def _all_read(unit: UnitOfWork, upto: int) -> Answer:
    at = notifications.mark_all(unit, actor(), upto=upto)
    return answer(AllRead(at=at, unread=notifications.unread(unit, actor())))


@rooms.post("/notifications/unread")
@rooms.input(ReadAt, arg_name="given")
@rooms.output(AllRead)
def mark_all_unread(given: ReadAt) -> Response:
    """Take back that all were marked read"""
    return once(lambda unit: _all_unread(unit, given))


def _all_unread(unit: UnitOfWork, given: ReadAt) -> Answer:
    notifications.unmark_all(unit, actor(), at=given.at)
    return answer(AllRead(at=given.at, unread=notifications.unread(unit, actor())))


@rooms.get("/notifications/choices")
@rooms.output(Choices)
def choices() -> Choices:
    """See how you hear of things"""
    return Choices.of(notifications.choices(desk().unit(), actor()))


@rooms.patch("/notifications/choices")
@rooms.input(NewChoices, arg_name="given")
@rooms.output(Choices)
def choose(given: NewChoices) -> Response:
    """Choose how you hear of things

    In the page alone, by mail at once, in a daily mail, or not at all.
    """
    return once(lambda unit: _chosen(unit, given))


def _chosen(unit: UnitOfWork, given: NewChoices) -> Answer:
    hour = given.hour if "hour" in given.model_fields_set else notifications.choices(unit, actor()).hour
    channels = {kind.value: channel.value for kind, channel in given.channels.items()}
    zone = desk().settings.timezone
    return answer(Choices.of(notifications.choose(unit, actor(), channels=channels, hour=hour, zone=zone)))
