"""Documents read by several processes: answers in order, few documents in memory, a dead process replaced.

A process is a fresh interpreter that is spoken to over its standard input and output. `multiprocessing` would run the
caller's main script again in each process, which a script of a user that has no `if __name__ == "__main__"` forbids.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Lock
from typing import Any, BinaryIO, Generic, TypeVar

from kg.errors import InputError, KGError
from kg.model import Document

Answer = TypeVar("Answer")
Read = Callable[[Document], Answer]
Start = Callable[[], Read[Answer]]
"""Makes, once in each process, what reads documents there; must be fit for pickle."""

AHEAD = 4
"""Documents a process that may be read but not yet handed out: one long document keeps the others at work so long."""
ATTEMPTS = 2
"""A process may have died of something else than the document that it read; not twice."""
_RUN = "import sys; sys.path[:] = sys.argv[1:]; from kg.workers import serve; serve()"


def available() -> int:
    """Cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _answered(
    item: tuple[Document, Future[Answer | InputError]] | InputError,
) -> tuple[Document, Answer | InputError] | InputError:
    return item if isinstance(item, InputError) else (item[0], item[1].result())


class Team(Generic[Answer]):
    """Some processes, each with a thread that waits for it. Use it as a context manager, or close it."""

    def __init__(self, start: Start[Answer], workers: int) -> None:
        self._workers = [_Worker(start) for _ in range(workers)]
        self._idle: SimpleQueue[_Worker[Answer]] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(workers, "kg-reading", initializer=_leave_interrupts)

    def __enter__(self) -> Team[Answer]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read_each(
        self, found: Iterable[Document | InputError]
    ) -> Iterator[tuple[Document, Answer | InputError] | InputError]:
        """Each document with what a process made of it, in order; errors among `found` come in their place.

        A document that ends the process that reads it is tried in another one, then answered by an InputError. A
        KGError that reading raises is raised here.
        """
        waiting: deque[tuple[Document, Future[Answer | InputError]] | InputError] = deque()
        for item in found:
            waiting.append(item if isinstance(item, InputError) else (item, self._submit(item)))
            if len(waiting) >= AHEAD * len(self._workers):
                yield _answered(waiting.popleft())
        while waiting:
            yield _answered(waiting.popleft())

    def close(self) -> None:
        """Ends the processes, whatever they are at; so no thread waits for one any longer."""
        for worker in self._workers:
            worker.close()
        self._threads.shutdown(cancel_futures=True)

    def _submit(self, document: Document) -> Future[Answer | InputError]:
        return self._threads.submit(self._read, document)

    def _read(self, document: Document) -> Answer | InputError:
        worker = self._idle.get()
        try:
            return worker.read(document)
        finally:
            self._idle.put(worker)


class _Worker(Generic[Answer]):
    """One process, begun when the first document comes and again after it has died."""

    def __init__(self, start: Start[Answer]) -> None:
        self._start = start
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._lock = Lock()

    def read(self, document: Document) -> Answer | InputError:
        for _ in range(ATTEMPTS):
            process = self._process or self._begin()
            try:
                answer: Answer | InputError = _ask(process, document)
            except (EOFError, OSError, pickle.UnpicklingError):
                self._end()
            else:
                return answer
        return InputError(
            f"{document.id}: the process that read it ended {ATTEMPTS} times, perhaps for want of memory; "
            "nothing was read from it: split the document, or run again with fewer --workers"
        )

    def close(self) -> None:
        """Ends the process for good."""
        with self._lock:
            self._closed = True
        self._end()

    def _begin(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise KGError("reading was stopped")
            command = [sys.executable, "-c", _RUN, *sys.path]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            _ask(self._process, self._start)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise KGError(
                "a process for reading ended before it could read; what it said stands above. Try --workers 1"
            ) from error
        return self._process

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                _close(stream)


def _leave_interrupts() -> None:
    """Leaves Ctrl-C to the main thread, and so to none of the processes that this thread begins."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _close(stream: Any) -> None:
    try:
        stream.close()
    except OSError:  # what was still to be written has nobody to read it
        return


def _ask(process: subprocess.Popen[bytes], question: object) -> Any:
    """What the process answers; EOFError or OSError if it is no more. A KGError among the answers is raised."""
    _send(process.stdin, question)
    answer = pickle.load(process.stdout)  # type: ignore[arg-type]  # a pipe, by the arguments of Popen
    if isinstance(answer, KGError):
        raise answer
    return answer


def _send(stream: Any, what: object) -> None:
    pickle.dump(what, stream, pickle.HIGHEST_PROTOCOL)
    stream.flush()


def serve() -> None:
    """The life of a process: `Start` in, None out; then a document in, an answer out, until there are no more.

    Anything but a KGError ends it, which tells the other side that something went wrong. Ctrl-C is for the other side.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    read: Read[object] | None = None
    while (question := _next(questions)) is not None:
        try:
            answer, read = (None, question()) if read is None else (read(question), read)
        except KGError as error:
            answer = error
        try:
            _send(answers, answer)
        except BrokenPipeError:
            return


def _next(questions: BinaryIO) -> Any:
    try:
        return pickle.load(questions)
    except EOFError:
        return None
