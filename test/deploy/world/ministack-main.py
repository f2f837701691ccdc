"""Runs ministack until whoever started it goes away, and gives schedules and rules what ministack leaves out."""

import os
import signal
import sys
import threading
from datetime import datetime, timezone
from urllib.parse import quote
from urllib.request import Request, urlopen

from ministack import app
from ministack.services import eventbridge


def follow_parent() -> None:
    # The pipe closes when the parent ends, however it ends. The functions that run are of the same process group.
    sys.stdin.buffer.read()
    os.killpg(os.getpgrp(), signal.SIGKILL)


deliver = eventbridge._invoke_target


def deliver_with_context(target, event, rule, *more):
    """Context attributes of EventBridge Scheduler (User Guide, "Adding context attributes"), which ministack sends as written."""
    if event.get("Source") == "aws.scheduler" and target.get("Input"):
        due = datetime.fromtimestamp(event["Time"], tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        target = {**target, "Input": target["Input"].replace("<aws.scheduler.scheduled-time>", due)}
    return deliver(target, event, rule, *more)


def invoke(arn, payload):
    """
    By Lambda's own Invoke, as AWS does it: ministack runs the function past it, and a durable one has no execution then. Not
    asynchronously: ministack resumes a durable execution after a wait only if it was invoked synchronously.
    """
    scope = f"{os.environ['MINISTACK_ACCOUNT_ID']}/20260101/{os.environ['MINISTACK_REGION']}/lambda/aws4_request"
    request = Request(
        f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}/2015-03-31/functions/{quote(arn, safe='')}/invocations",
        data=payload.encode(),
        headers={
            "X-Amz-Invocation-Type": "RequestResponse",
            "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none",
        },
    )
    # It is this process that answers.
    threading.Thread(target=lambda: urlopen(request).close(), daemon=True).start()


eventbridge._invoke_target = deliver_with_context
eventbridge._dispatch_to_lambda = invoke
threading.Thread(target=follow_parent, daemon=True).start()
app.main()
