"""Work that outlives a request: jobs in the database, done by `manage.py worker`.

The only module that knows procrastinate. A job is deferred through Django's own connection, so it
exists exactly if the transaction that asks for it commits. A worker that was killed leaves its job
behind, and another takes it up again: a job may run twice, even at the same time, and what it does must
not mind (lock, look whether it is done, do it).
"""

import asyncio
import functools
import importlib
import importlib.util
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from procrastinate import Blueprint, JobContext, RetryStrategy
from procrastinate.contrib.django import DjangoApp, connector_params
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.signals import on_stop
from procrastinate.tasks import configure_task
from procrastinate.worker import Worker

logger = logging.getLogger(__name__)

Step = Callable[..., None]

HEARTBEAT = 2.0
"""Seconds between two signs of life of a worker."""
SILENCE = 12.0
"""Seconds without one after which a worker is taken for dead, and its jobs are taken up again."""
POLLING = 2.0
"""Seconds between two looks for jobs, for those that nobody announces: put off, or behind a pooler."""
UPKEEP = 3.0
"""Seconds between two looks for jobs that a dead worker left behind."""
ATTEMPTS = 4
"""How often a job is begun, whether it failed or took its worker down with it."""
AT_ONCE = 2
"""Jobs side by side in one worker: a site that takes its time keeps nobody's text from being read."""
KEPT = 14 * 24
"""Hours for which a job that failed for good is kept to be looked at."""

_tasks = Blueprint()
_steps: dict[str, Step] = {}
_gave_up: dict[str, Step] = {}


def job(name: str, *, gave_up: Step | None = None) -> Callable[[Step], Step]:
    """Make a function something that workers do. It takes what `defer` was given, as keywords.

    If it raises it is tried again, a little later each time; after ATTEMPTS times `gave_up` is called
    instead, with the same keywords.
    """

    def register(step: Step) -> Step:
        @functools.wraps(step)
        def begin(context: JobContext, **arguments: Any) -> None:
            try:
                step(**arguments)
            except Exception:
                if gave_up and context.job.attempts + 1 >= ATTEMPTS:
                    gave_up(**arguments)
                raise

        later = RetryStrategy(max_attempts=ATTEMPTS - 1, exponential_wait=2)
        _tasks.task(name=name, pass_context=True, retry=later)(begin)
        _steps[name] = step
        if gave_up:
            _gave_up[name] = gave_up
        return step

    return register


def defer(name: str, *, once: str = "", priority: int = 0, at: datetime | None = None, **arguments: Any) -> None:
    """Ask for a job as a part of this transaction, not to be begun before `at`.

    Its arguments are JSON; a higher priority goes first.

    With `once` nothing is asked for while a job of that key waits. Who asks for the same at the same time
    waits for the other's transaction, so this is for upkeep, not for what many people do at once.
    """
    deferrer = configure_task(
        name=name,
        job_manager=JobManager(DjangoConnector()),
        queueing_lock=once or None,
        priority=priority,
        schedule_at=at,
        task_kwargs=arguments,
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        deferrer.defer()


def worker_is_alive() -> bool:
    """Has any worker shown itself lately? Where not, jobs wait until one is back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers"
            " WHERE last_heartbeat > clock_timestamp() - make_interval(secs => %s))",
            [SILENCE],
        )
        alive: bool = cursor.fetchone()[0]
    return alive


def load() -> dict[str, Step]:
    """Learn what jobs there are from the `jobs` module of every app: what is done, by name."""
    for app in apps.get_app_configs():
        if app.name != "config" and importlib.util.find_spec(f"{app.name}.jobs"):
            importlib.import_module(f"{app.name}.jobs")
    return dict(_steps)


def work(*, wait: bool = True) -> None:
    """Be a worker: do jobs until told to stop (SIGINT, SIGTERM), or, without `wait`, until none is left."""
    load()
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=AT_ONCE + 2)
    app = DjangoApp(connector=connector)
    app.add_tasks_from(_tasks, namespace="")
    asyncio.run(_work(app, wait))


async def _work(app: DjangoApp, wait: bool) -> None:
    worker = Worker(
        app,
        wait=wait,
        concurrency=AT_ONCE,
        listen_notify=settings.LISTEN_NOTIFY,
        fetch_job_polling_interval=POLLING,
        update_heartbeat_interval=HEARTBEAT,
        stalled_worker_timeout=SILENCE,
        delete_jobs="successful",
        install_signal_handlers=False,
    )
    async with app.open_async():
        upkeep = asyncio.create_task(_keep_up(app.job_manager))
        try:
            # Procrastinate's own handlers come after it has registered: a signal in between would leave
            # a dead worker that passes for a living one.
            with on_stop(worker.stop):
                await worker.run()
        finally:
            upkeep.cancel()
            with suppress(asyncio.CancelledError):
                await upkeep


async def _keep_up(manager: JobManager) -> None:
    """Again and again, take up what dead workers left behind; once an hour, clear old failures away."""
    rounds = 0
    while True:
        try:
            for left in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
                await _take_up(manager, left)
            if rounds % int(3600 / UPKEEP) == 0:
                await manager.delete_old_jobs(nb_hours=KEPT, include_failed=True, include_aborted=True)
        except ConnectorException:
            logger.exception("The jobs of dead workers could not be looked for")
        rounds += 1
        await asyncio.sleep(UPKEEP)


async def _take_up(manager: JobManager, left: Job) -> None:
    """Let a job be begun again, unless it has taken down worker after worker."""
    given_up = left.attempts + 1 >= ATTEMPTS
    logger.warning("%s after its worker died: %s", "Given up" if given_up else "Taken up again", left.call_string)
    try:
        if not given_up:
            await manager.retry_job(left)
            return
        if step := _gave_up.get(left.task_name):
            await asyncio.to_thread(_with_connection, step, left.task_kwargs)
        await manager.finish_job(left, status=Status.FAILED, delete_job=False)
    except ConnectorException:
        logger.info("Another worker was faster: %s", left.call_string)


def _with_connection(step: Step, arguments: dict[str, Any]) -> None:
    try:
        step(**arguments)
    finally:
        close_old_connections()
