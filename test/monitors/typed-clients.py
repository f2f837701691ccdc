"""What the published typed clients of Grafana and Datadog make of a document: they must know every key and value in it."""
import json
import sys

from datadog_api_client.configuration import Configuration
from datadog_api_client.model_utils import validate_and_convert_types
from datadog_api_client.v1.model.monitor import Monitor
from datadog_api_client.v1.model.service_level_objective_request import ServiceLevelObjectiveRequest
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard


def lost(written, read, path):
    """Where what was read lacks what was written; what has a default may come on top."""
    if isinstance(written, dict) and isinstance(read, dict):
        return [
            line
            for key, value in written.items()
            for line in (lost(value, read[key], f"{path}.{key}") if key in read else [f"{path}.{key} is unknown"])
        ]
    if isinstance(written, list) and isinstance(read, list) and len(written) == len(read):
        return [line for index, (a, b) in enumerate(zip(written, read)) for line in lost(a, b, f"{path}[{index}]")]
    return [] if written == read else [f"{path}: {written!r} was read as {read!r}"]


def grafana(document):
    register_default_plugins()
    read = json.loads(JSONEncoder(sort_keys=True).encode(Dashboard.from_json(document)))
    return lost(document, read, "dashboard")


def datadog_model(kind, document, path):
    """Throws for a wrong type, a missing key and an unknown value of an enumeration."""
    model = validate_and_convert_types(document, (kind,), [path], True, True, Configuration())
    unparsed = [f"{path}: {one!r} was not understood" for one in [model] if getattr(model, "_unparsed", False)]
    known = set(kind.openapi_types.func(kind) if hasattr(kind.openapi_types, "func") else kind.openapi_types)
    unknown = [f"{path}.{key} is unknown" for key in document if key not in known]
    return unparsed + unknown + lost(document, json.loads(json.dumps(model.to_dict(), default=str)), path)


def datadog(document):
    return [
        line
        for index, entry in enumerate(document["slos"])
        for line in (
            datadog_model(ServiceLevelObjectiveRequest, entry["slo"], f"slos[{index}].slo")
            + [
                line
                for number, monitor in enumerate(entry["monitors"])
                for line in datadog_model(Monitor, monitor, f"slos[{index}].monitors[{number}]")
            ]
        )
    ]


asked = json.load(sys.stdin)
print(json.dumps({"grafana": grafana(asked["grafana"]), "datadog": datadog(asked["datadog"])}))
