"""Doing here and now what a worker would do a moment later."""

from django.db.models import DateTimeField, Func, Q
from procrastinate.contrib.django.models import ProcrastinateJob

from config import jobs


class ClockTimestamp(Func):
    """The time by now; the database's `now()` is when the test's transaction began."""

    function = "clock_timestamp"
    output_field = DateTimeField()


def asked_for() -> list[tuple[str, dict]]:
    """The jobs that wait: name and arguments, in the order in which they were asked for."""
    waiting = ProcrastinateJob.objects.filter(status="todo").order_by("pk")
    return [(job.task_name, job.args) for job in waiting]


def work() -> None:
    """Do every job that is due, and those that they ask for, until none is left. What raises is not tried again."""
    steps = jobs.load()
    done = 0
    due = ProcrastinateJob.objects.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=ClockTimestamp()), status="todo")
    while job := due.filter(pk__gt=done).order_by("pk").first():
        steps[job.task_name](**job.args)
        done = job.pk
