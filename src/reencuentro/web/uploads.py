"""Files that officers bring: streamed into a file without a name, and let go of where they are too large."""

import re
import tempfile
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


class PrivateFiles(FileUploadHandler):
    """Keeps what comes in a file that nobody else can open. too_large: it was more than may be, and is gone again."""

    def __init__(self, request: HttpRequest, largest: int) -> None:
        super().__init__(request)
        self.largest, self.too_large, self._size = largest, False, 0
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
        if self.too_large:
            self._file.truncate(0)
        else:
            self._file.write(raw_data)

    def file_complete(self, file_size: int) -> Any:
        """The uploaded file, from its beginning; None where it was too large."""
        if self._file is None or self.too_large:
            return None
        self._file.seek(0)
        return UploadedFile(file=self._file, name=self.file_name, size=file_size)

    def upload_interrupted(self) -> None:
        """Whoever sent it went away."""
        if self._file is not None:
            self._file.close()
