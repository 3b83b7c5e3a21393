"""From an ONNX file to the network file that is kept: weights in float16, and the names that the applications expect.

    refcnn convert --model onnx/text_eraser.onnx --output converted/text-eraser/network.json
    python network_files.py converted ../models
"""
import json
import os
import sys

import numpy as np

# Inputs and outputs as RefCnn's pipeline of detection and calories names them.
NAMES = {"dish-detector": {"picture": "image", "map": "detections"}, "dish-calories": {"crop": "image", "calories": "thousands"}}


def node(name, inputs, **layer):
    return {"name": name, "inputs": inputs, "layer": layer}


def rename(network, names):
    for item in network["nodes"]:
        item["name"] = names.get(item["name"], item["name"])
        item["inputs"] = [names.get(i, i) for i in item["inputs"]]
    for item in network["outputs"]:
        item["name"], item["node"] = (names.get(item[k], item[k]) for k in ("name", "node"))


def add_category_and_kilocalories(network, weights):
    """The network gives logits and thousands of kilocalories; an application wants probabilities and kilocalories."""
    weights["thousand"] = np.full((1, 1), 1000, np.float32)
    network["nodes"] += [node("category", ["classes"], kind="softmax", axis=1), node("thousand", [], kind="constant", value="thousand"),
                         node("calories", ["thousands", "thousand"], kind="binary", function="mul")]
    network["outputs"] = [{"name": n, "node": n} for n in ("category", "calories", "classes")]


def convert(source, target, name):
    with open(os.path.join(source, "network.json"), encoding="utf-8") as file:
        network = json.load(file)
    weights = dict(np.load(os.path.join(source, "weights.npz")))
    network["name"] = name
    rename(network, NAMES.get(name, {}))
    if name == "dish-calories":
        add_category_and_kilocalories(network, weights)
    half = {k: v.astype(np.float16) for k, v in weights.items()}
    lossy = [k for k in half if not np.array_equal(half[k].astype(np.float32), weights[k])]
    assert not lossy, f"{name}: no float16 values in {lossy}"
    os.makedirs(target, exist_ok=True)
    np.savez_compressed(os.path.join(target, "weights.npz"), **half)
    lists = {k: ",\n".join("    " + json.dumps(item) for item in network[k]) for k in ("nodes", "outputs")}
    head = "".join(f'  "{k}": {json.dumps(network[k])},\n' for k in ("format", "version", "name", "weights"))
    with open(os.path.join(target, "network.json"), "w", encoding="utf-8") as file:
        file.write(f'{{\n{head}  "nodes": [\n{lists["nodes"]}\n  ],\n  "outputs": [\n{lists["outputs"]}\n  ]\n}}\n')


if __name__ == "__main__":
    for folder in sorted(os.listdir(sys.argv[1])):
        convert(os.path.join(sys.argv[1], folder), os.path.join(sys.argv[2], folder), folder)
