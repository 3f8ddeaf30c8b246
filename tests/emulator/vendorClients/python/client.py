"""Carries out calls with the vendor's clients for Python: one JSON object a line, in and out (../clientProcess.ts)."""

import asyncio
import json
import sys

from alibabacloud_ens20171110 import models as ens_models
from alibabacloud_ens20171110.client import Client as EnsClient
from alibabacloud_tea_openapi.client import Client as OpenApiClient
from alibabacloud_tea_openapi.utils import Utils
from alibabacloud_tea_openapi.utils_models import Config, OpenApiRequest, Params
from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException
from aliyunsdkcore.auth.credentials import AccessKeyCredential, StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from aliyunsdkens.request.v20171110.DescribeInstancesRequest import DescribeInstancesRequest
from aliyunsdkens.request.v20171110.ListTagResourcesRequest import ListTagResourcesRequest
from darabonba.exceptions import DaraException
from darabonba.runtime import RuntimeOptions

RUNTIME = RuntimeOptions(read_timeout=5000, connect_timeout=5000)

# The method of the generated client, without its ending.
METHODS = {
    "BatchEventMigrateInstance": "batch_event_migrate_instance",
    "EventMigrateInstance": "event_migrate_instance",
    "DescribeHistoryEvents": "describe_history_events",
    "DescribeInstances": "describe_instances",
    "ListTagResources": "list_tag_resources",
}


def config_of(call, **more):
    return Config(
        access_key_id=call["accessKeyId"],
        access_key_secret=call["accessKeySecret"],
        security_token=call["securityToken"],
        endpoint=call["endpoint"],
        protocol="HTTP",
        **more,
    )


def generated_request(call):
    request = getattr(ens_models, f"{call['action']}Request")()
    return request.from_map(call["parameters"])


def ens(call):
    method = getattr(EnsClient(config_of(call)), f"{METHODS[call['action']]}_with_options")
    return method(generated_request(call), RUNTIME).body.to_map()


def ens_asyncio(call):
    method = getattr(EnsClient(config_of(call)), f"{METHODS[call['action']]}_with_options_async")
    return asyncio.run(method(generated_request(call), RUNTIME)).body.to_map()


def openapi(call, **more):
    params = Params(
        action=call["action"],
        version="2017-11-10",
        protocol="HTTPS",
        pathname="/",
        method="POST",
        auth_type="AK",
        style="RPC",
        req_body_type="formData",
        body_type="json",
    )
    request = OpenApiRequest(query=Utils.query(call["parameters"]))
    return OpenApiClient(config_of(call, **more)).call_api(params, request, RUNTIME)["body"]


def acs(call, request):
    token = call["securityToken"]
    key = (call["accessKeyId"], call["accessKeySecret"])
    credential = AccessKeyCredential(*key) if token is None else StsTokenCredential(*key, token)
    client = AcsClient(region_id="cn-hangzhou", credential=credential, auto_retry=False)
    request.set_endpoint(call["endpoint"])
    request.set_protocol_type("http")
    return json.loads(client.do_action_with_exception(request))


def core(call):
    request = CommonRequest(version="2017-11-10", action_name=call["action"], product="Ens")
    request.set_domain(call["endpoint"])
    request.set_method("POST")
    for name, value in call["parameters"].items():
        request.add_query_param(name, value)
    return acs(call, request)


def core_generated(call):
    requests = {"DescribeInstances": DescribeInstancesRequest, "ListTagResources": ListTagResourcesRequest}
    request = requests[call["action"]]()
    plural = {"Tag": "Tags", "ResourceId": "ResourceIds"}
    for name, value in call["parameters"].items():
        getattr(request, f"set_{plural.get(name, name)}")(value)
    return acs(call, request)


def documented(_call):
    """No call: the actions of ENS that the generated client has, and the parameters of those in METHODS."""
    ending = "ResponseBody"
    return {
        "actions": sorted(name.removesuffix(ending) for name in dir(ens_models) if name.endswith(ending)),
        "parameters": {action: parameters_of(action) for action in METHODS},
    }


def parameters_of(action):
    request = getattr(ens_models, f"{action}Request")()
    for attribute in vars(request):
        setattr(request, attribute, [])
    return sorted(request.to_map())


CLIENTS = {
    "ens": ens,
    "ens-asyncio": ens_asyncio,
    "openapi-v3": openapi,
    "openapi-v1": lambda call: openapi(call, signature_algorithm="v2"),
    "core": core,
    "core-ens": core_generated,
    "documented": documented,
}


def answer(call):
    try:
        return {"body": CLIENTS[call["client"]](call)}
    except ServerException as error:
        return failure(error.get_error_code(), error.get_http_status(), error.get_request_id(), error)
    except ClientException as error:
        return failure(error.get_error_code(), None, None, error)
    except DaraException as error:
        told = (getattr(error, name, None) for name in ("code", "status_code", "request_id"))
        return failure(*told, error, getattr(error, "retry_after", None))
    except Exception as error:  # What a client does not turn into an error of its own.
        return failure(None, None, None, error)


def failure(code, status, request_id, error, retry_after=None):
    return {
        "code": code,
        "status": status,
        "requestId": request_id,
        "retryAfter": retry_after,
        "message": f"{type(error).__name__}: {error}",
    }


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
