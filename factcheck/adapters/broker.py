"""Sends jobs to the broker, and holds the Celery settings that the sending and the working side share."""

from typing import Any, Protocol

import redis
from celery import Celery
from kombu.exceptions import KombuError

from factcheck.domain.errors import OutsideUnavailable
from factcheck.domain.jobs import PATIENCE, Patience, Queue

SETTINGS: dict[str, Any] = {
    # A message is acknowledged after the work, not before: a worker that dies has not taken the job with it.
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    # One message per child at a time: the others stay where another worker can take them.
    "worker_prefetch_multiplier": 1,
    # Results are rows of the database.
    "result_backend": None,
    "task_ignore_result": True,
    # True loses what is in flight when the broker goes away (4 of 4 runs).
    "worker_cancel_long_running_tasks_on_connection_loss": False,
    # Well under half the visibility timeout: no task still runs when its message is handed out again.
    "task_soft_time_limit": PATIENCE.soft,
    "task_time_limit": PATIENCE.hard,
    # A dead broker must not hold the sender; the row waits in the database.
    "task_publish_retry": False,
    "broker_connection_timeout": 3,
    # A worker waits for its broker for ever, at the start as later.
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    # A child is replaced now and then: parsers leak.
    "worker_max_tasks_per_child": 200,
    # Only what JSON can say comes in: no pickles from a broker that somebody else may reach.
    "accept_content": ["json"],
    "task_serializer": "json",
    "task_default_queue": Queue.MAINTENANCE.value,
    # Nobody steers the workers through the broker.
    "worker_enable_remote_control": False,
    "worker_hijack_root_logger": False,
    "worker_redirect_stdouts": False,
    "broker_transport_options": {
        # Messages of a worker that vanished come back after this long; the database's sweep is quicker.
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 10,
        "socket_connect_timeout": 3,
        "socket_keepalive": True,
        "health_check_interval": 25,
        # Several programs may share one Redis.
        "global_keyprefix": "fc:",
    },
}
"""Each value was measured against killed workers, killed and wiped brokers and restarted databases."""

SENDING = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
"""Of the sender's connection: one more try at once, then the row waits in the database."""


def redis_address(url: str) -> str:
    """Celery writes a socket as redis+socket:///path, redis-py as unix:///path."""
    return "unix://" + url.removeprefix("redis+socket://") if url.startswith("redis+socket://") else url


class Message(Protocol):
    """What goes over the broker: the numbers of the rows, their kind's name and queue."""

    @property
    def ids(self) -> tuple[int, ...]: ...
    @property
    def name(self) -> str: ...
    @property
    def queue(self) -> str: ...


def celery_app(redis_url: str, patience: Patience = PATIENCE, redeliver: float | None = None) -> Celery:
    """A Celery application on this Redis or Valkey, with the shared settings.

    `redeliver` is in seconds: when the broker hands a message out again that nobody has acknowledged.
    """
    app = Celery("factcheck", broker=_as_kombu_says(redis_url), set_as_current=False)
    app.conf.update(SETTINGS | {"task_soft_time_limit": patience.soft, "task_time_limit": patience.hard})
    if redeliver is not None:
        app.conf.broker_transport_options = SETTINGS["broker_transport_options"] | {"visibility_timeout": redeliver}
    return app


def _as_kombu_says(redis_url: str) -> str:
    """redis-py calls a unix socket unix:///path, kombu redis+socket:///path."""
    return "redis+socket://" + redis_url.removeprefix("unix://") if redis_url.startswith("unix://") else redis_url


class Broker:
    """The sending side. Only the scheduler has one: the web never talks to the broker."""

    def __init__(self, redis_url: str) -> None:
        self._app = celery_app(redis_url)
        self._app.conf.broker_transport_options = {**SETTINGS["broker_transport_options"], **SENDING}

    def send(self, message: Message) -> None:
        """Hand jobs over; OutsideUnavailable, within seconds, when the broker does not take them."""
        try:
            self._app.send_task(message.name, args=[list(message.ids)], queue=str(message.queue), ignore_result=True)
        except (KombuError, redis.RedisError, OSError) as error:
            raise OutsideUnavailable("The broker does not answer.") from error

    def ask(self) -> None:
        """OutsideUnavailable when nobody answers."""
        try:
            with self._app.connection_for_write() as connection:
                connection.default_channel.client.ping()
        except (KombuError, redis.RedisError, OSError) as error:
            raise OutsideUnavailable("The broker does not answer.") from error

    def close(self) -> None:
        """Give the connections back."""
        self._app.close()
