"""A worker for `order-fulfilment.bpmn`: charges cards and tells the carrier.

make run                                          # the server, with the models of this folder
.venv/bin/trivium worker examples.worker:worker   # this, in another terminal
.venv/bin/trivium start order-fulfilment --var total=99.5 --var items=3
"""

from __future__ import annotations

import logging

from trivium.client import BpmnError, Job, Worker

LIMIT = 1000
log = logging.getLogger(__name__)
worker = Worker(name="shop")


@worker.job("charge-card", at_once=4)
def charge(job: Job) -> dict[str, str]:
    """Runs in a thread; `job.idempotency_key` is what a payment provider recognises a repetition by."""
    if job.variables["total"] > LIMIT:
        raise BpmnError("payment-declined", "over the limit")
    return {"receipt": f"R-{job.idempotency_key[-6:]}"}


@worker.job("tell-carrier", at_once=100)
async def tell_carrier(job: Job) -> None:
    """Runs on the event loop, where a hundred may wait for the carrier together."""
    log.info("the carrier comes for the order of %s", job.instance_id)


if __name__ == "__main__":
    worker.run()
