"""Files that officers bring: streamed into a file without a name, and let go of where they are too large."""

import errno
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

_SLACK = 100_000
"""Bytes that a form may have beside its file."""


def claims_too_much(request: HttpRequest, largest: int) -> bool:
    """Whether the request says itself that it is larger than may be: then nothing of it need be read."""
    claimed = request.META.get("CONTENT_LENGTH") or "0"
    return not re.fullmatch(r"[0-9]{1,18}", claimed) or int(claimed) > largest + _SLACK


def is_full(failed: OSError) -> bool:
    """Whether it failed as there is no room left on the disk."""
    return failed.errno in (errno.ENOSPC, errno.EDQUOT)


class PrivateFiles(FileUploadHandler):
    """Keeps what comes in a file that nobody else can open. too_large: it was more than may be, and is gone again.

    no_room: the disk is full; what came in is gone, too.
    """

    def __init__(self, request: HttpRequest, largest: int) -> None:
        super().__init__(request)
        self.largest, self.too_large, self.no_room, self._size = largest, False, False, 0
        self._file: IO[bytes] | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Another file begins; all of one request count together."""
        super().new_file(*args, **kwargs)
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing is handed on to other handlers."""
        self._size += len(raw_data)
        if self._size > self.largest:
            self.too_large = True
        if self._file is None:
            return
        with self._unless_full():
            if self.too_large:
                self._file.truncate(0)
            else:
                self._file.write(raw_data)

    def file_complete(self, file_size: int) -> Any:
        """The uploaded file, from its beginning; None where it was too large."""
        if self._file is None or self.too_large:
            return None
        with self._unless_full():
            self._file.seek(0)  # writes what was held back, too
        return None if self.no_room else UploadedFile(file=self._file, name=self.file_name, size=file_size)

    @contextmanager
    def _unless_full(self) -> Iterator[None]:
        try:
            yield
        except OSError as failed:
            if not is_full(failed):
                raise
            self.no_room = True
            with suppress(OSError):  # closing writes what was held back
                self.upload_interrupted()
            self._file = None

    def upload_interrupted(self) -> None:
        """Whoever sent it went away."""
        if self._file is not None:
            self._file.close()
