"""A bucket on loopback that judges signatures: moto's server, a process of its own."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import boto3
import httpx

from callpilot.embedded.engine import free_port, listened

NAME = "recordings"
POLICY = """{"Version": "2012-10-17",
 "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"""


@dataclass(frozen=True)
class Loopback:
    """Where the bucket is, and a key that may do everything there."""

    endpoint: str
    key: str
    secret: str

    @property
    def url(self) -> str:
        return f"s3://{NAME}/calls?endpoint={self.endpoint}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "RECORDINGS_URL": self.url,
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
        }

    def names(self) -> list[str]:
        """What lies in it."""
        asked = boto3.client(
            "s3", endpoint_url=self.endpoint, region_name="us-east-1",
            aws_access_key_id=self.key, aws_secret_access_key=self.secret,
        )  # fmt: skip
        return [each["Key"] for each in asked.list_objects_v2(Bucket=NAME).get("Contents", [])]


@contextmanager
def bucket() -> Iterator[Loopback]:
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 120
        while not listened(port):
            assert server.poll() is None and time.monotonic() < end, "the bucket does not start"
            time.sleep(0.1)
        yield _made(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()


def _made(endpoint: str) -> Loopback:
    """Bucket, somebody and their key; from then on every signature counts."""
    where = {"endpoint_url": endpoint, "region_name": "us-east-1"}
    anybody = where | {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
    boto3.client("s3", **anybody).create_bucket(Bucket=NAME)
    people = boto3.client("iam", **anybody)
    people.create_user(UserName="callpilot")
    key = people.create_access_key(UserName="callpilot")["AccessKey"]
    people.put_user_policy(UserName="callpilot", PolicyName="all", PolicyDocument=POLICY)
    httpx.post(f"{endpoint}/moto-api/reset-auth", content="0").raise_for_status()
    return Loopback(endpoint, key["AccessKeyId"], key["SecretAccessKey"])
