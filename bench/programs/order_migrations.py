"""Orders migrations with Alibaba Cloud's own Python client: order_migrations.py EVENTS.json EVENTS_PER_CALL"""

import json
import os
import sys
from urllib.parse import urlparse

from alibabacloud_ens20171110 import models
from alibabacloud_ens20171110.client import Client
from alibabacloud_tea_openapi.models import Config

endpoint = urlparse(os.environ["ENS_ENDPOINT"])
client = Client(
    Config(
        access_key_id=os.environ["ALICLOUD_ACCESS_KEY"],
        access_key_secret=os.environ["ALICLOUD_SECRET_KEY"],
        endpoint=endpoint.netloc,
        protocol=endpoint.scheme,
    )
)

with open(sys.argv[1], encoding="utf-8") as file:
    events = json.load(file)
per_call = int(sys.argv[2])

for start in range(0, len(events), per_call):
    orders = [
        models.BatchEventMigrateInstanceRequestEventInfos(
            event_id=event["eventId"],
            resource_id=event["resourceId"],
            ops_type="scheduled",
            plan_time=event["planTime"],
            data_policy="force_transfer",
        )
        for event in events[start : start + per_call]
    ]
    answer = client.batch_event_migrate_instance(
        models.BatchEventMigrateInstanceRequest(event_infos=orders)
    )
    for result in answer.body.results:
        if int(result.code) != 200:
            sys.exit(f"{result.event_id}: {result.message}")

print(f"{len(events)} migrations ordered")
