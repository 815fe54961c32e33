"""Takes the label of the primary from every other member's pod.

A pod whose node is gone keeps its label until the node counts as lost, most of a minute after the failover: half of the new connections
would go there. So the new primary takes the label from the others. One that is alive and right puts it back within a loop of Patroni.
"""

import json
import os
import ssl
import urllib.parse
import urllib.request

ACCOUNT = os.environ["POSTGRES_SERVICE_ACCOUNT"]
NAMESPACE = os.environ["POSTGRES_NAMESPACE"]
HOST = os.environ["KUBERNETES_SERVICE_HOST"]
PORT = os.environ["KUBERNETES_SERVICE_PORT"]
SELECTOR = os.environ["POSTGRES_PRIMARY_SELECTOR"]


def call(method, path, body=None):
    with open(ACCOUNT + "/token", encoding="ascii") as file:
        headers = {"Authorization": "Bearer " + file.read(), "Content-Type": "application/merge-patch+json"}
    url = "https://" + (HOST if ":" not in HOST else "[" + HOST + "]") + ":" + PORT
    request = urllib.request.Request(
        url + "/api/v1/namespaces/" + NAMESPACE + path,
        method=method,
        headers=headers,
        data=None if body is None else json.dumps(body).encode(),
    )
    trusted = ssl.create_default_context(cafile=ACCOUNT + "/ca.crt")
    with urllib.request.urlopen(request, timeout=10, context=trusted) as answer:
        return json.load(answer)


for pod in call("GET", "/pods?labelSelector=" + urllib.parse.quote(SELECTOR))["items"]:
    name = pod["metadata"]["name"]
    if name != os.environ["POSTGRES_MEMBER"]:
        call("PATCH", "/pods/" + name, {"metadata": {"labels": {"role": None}}})
        print("no longer labelled as the primary:", name)
