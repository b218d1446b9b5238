"""A bucket that speaks S3 as a Django storage: whatever fails is an OSError with a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.parse import parse_qs, urlsplit

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
from storages.backends.s3 import S3Storage

from telephony.recording.storage import Stream

WAIT_SECONDS = 10
SENTENCES = {
    "InvalidAccessKeyId": "AWS_ACCESS_KEY_ID is not known to the storage.",
    "SignatureDoesNotMatch": "AWS_SECRET_ACCESS_KEY does not belong to AWS_ACCESS_KEY_ID.",
    "AccessDenied": "The key may not read, write and delete in the bucket.",
    "403": "The key may not read, write and delete in the bucket.",
    "NoSuchBucket": "The bucket that RECORDINGS_URL names does not exist.",
    "PermanentRedirect": "The bucket is in another region: put ?region=… into RECORDINGS_URL.",
    "AuthorizationHeaderMalformed": "The region is another: put ?region=… into RECORDINGS_URL.",
    "RequestTimeTooSkewed": "Our clock is off the storage's; set it right.",
}
NOT_THERE = {"NoSuchKey", "404"}


class Bucket(S3Storage):
    """s3://bucket/folder?endpoint=https://…&region=…; without an endpoint it is Amazon's.

    Keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from the machine's role.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        asked = parse_qs(parts.query)
        endpoint = asked.get("endpoint", [""])[0]
        super().__init__(
            bucket_name=parts.netloc,
            location=parts.path.strip("/"),
            endpoint_url=endpoint or None,
            region_name=asked.get("region", [""])[0] or ("us-east-1" if endpoint else None),
            file_overwrite=True,
            transfer_config=TransferConfig(use_threads=False),
            client_config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path" if endpoint else "auto"},
                connect_timeout=WAIT_SECONDS,
                read_timeout=WAIT_SECONDS,
                retries={"mode": "standard", "max_attempts": 2},
                # Not everybody who speaks S3 knows the newer check-sums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def _save(self, name: str, content: IO[bytes]) -> str:
        with _failures():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _failures():
            super().delete(name)

    def part(self, name: str, first: int, length: int) -> Stream:
        """So many bytes from there on, and no more of it over the network."""
        with _failures():
            wanted = f"bytes={first}-{first + length - 1}"
            body: Stream = self.bucket.Object(self._normalize_name(name)).get(Range=wanted)["Body"]
            return body


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in NOT_THERE:
            raise FileNotFoundError(code) from None
        raise OSError(SENTENCES.get(code, f"The storage refuses: {code}.")) from None
    except NoCredentialsError:
        raise OSError("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.") from None
    except (BotoCoreError, Boto3Error) as error:
        kind = type(error).__name__
        raise OSError(f"The storage of RECORDINGS_URL does not answer ({kind}).") from None
