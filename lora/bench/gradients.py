"""The peer of gradients.bench.ts: per-example LoRA gradients of a Llama model, by hand in PyTorch.

Arguments: model folder, adapter folder, rows file (u16: rows x tokens), row length, prompt length, file with the
expected float32 gradients of the first rows, threads. Reads safetensors itself. Prints one JSON line with the largest
relative error against the expected gradients; then answers every line on stdin, "vmap FROM TO" or "backward FROM TO",
with the seconds the gradients of those rows took.
"""

import array
import json
import math
import struct
import sys
import time

import torch
from torch.nn.functional import silu

MODEL, ADAPTER, ROWS, ROW_LENGTH, PROMPT_LENGTH, EXPECTED, THREADS = sys.argv[1:8]
LENGTH, PROMPT = int(ROW_LENGTH), int(PROMPT_LENGTH)
BATCH = 50
torch.set_num_threads(int(THREADS))


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        dtype = {"F32": torch.float32, "BF16": torch.bfloat16, "F16": torch.float16}[entry["dtype"]]
        flat = torch.frombuffer(data[begin:end], dtype=dtype)
        tensors[name] = flat.reshape(entry["shape"]).to(torch.float32)
    return tensors


config = json.load(open(f"{MODEL}/config.json"))
weights = read_safetensors(f"{MODEL}/model.safetensors")
lora_config = json.load(open(f"{ADAPTER}/adapter_config.json"))
scale = lora_config["lora_alpha"] / lora_config["r"]
stored = read_safetensors(f"{ADAPTER}/adapter_model.safetensors")
prefix = "base_model.model."
names = sorted({name[len(prefix):].rsplit(".lora_", 1)[0] for name in stored})
parameters = {n: (stored[f"{prefix}{n}.lora_A.weight"], stored[f"{prefix}{n}.lora_B.weight"]) for n in names}

heads, kv_heads = config["num_attention_heads"], config["num_key_value_heads"]
size = config["head_dim"]
embedding = weights["model.embed_tokens.weight"]
angles = torch.outer(
    torch.arange(LENGTH - 1).double(), config["rope_theta"] ** (-torch.arange(0, size, 2).double() / size)
)
cosines, sines = angles.cos().float(), angles.sin().float()
mask = torch.full((LENGTH - 1, LENGTH - 1), float("-inf")).triu(1)


def norm(x, name):
    return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + config["rms_norm_eps"]) * weights[f"{name}.weight"]


def rotate(x):
    low, high = x[..., : size // 2], x[..., size // 2 :]
    return torch.cat([low * cosines - high * sines, high * cosines + low * sines], -1)


def loss(lora, x, targets):
    def project(name, h):
        y = h @ weights[f"{name}.weight"].T
        if name in lora:
            a, b = lora[name]
            y = y + scale * ((h @ a.T) @ b.T)
        return y

    length = x.shape[0]
    for layer in range(config["num_hidden_layers"]):
        p = f"model.layers.{layer}"
        h = norm(x, f"{p}.input_layernorm")
        q = rotate(project(f"{p}.self_attn.q_proj", h).reshape(length, heads, size).transpose(0, 1))
        k = rotate(project(f"{p}.self_attn.k_proj", h).reshape(length, kv_heads, size).transpose(0, 1))
        v = project(f"{p}.self_attn.v_proj", h).reshape(length, kv_heads, size).transpose(0, 1)
        q = q.reshape(kv_heads, heads // kv_heads, length, size)
        scores = q @ k.unsqueeze(1).transpose(-1, -2) / math.sqrt(size) + mask
        mixed = (torch.softmax(scores, -1) @ v.unsqueeze(1)).reshape(heads, length, size)
        x = x + project(f"{p}.self_attn.o_proj", mixed.transpose(0, 1).reshape(length, heads * size))
        h = norm(x, f"{p}.post_attention_layernorm")
        gated = silu(project(f"{p}.mlp.gate_proj", h)) * project(f"{p}.mlp.up_proj", h)
        x = x + project(f"{p}.mlp.down_proj", gated)
    # Only completion tokens are scored, so only their logits are computed.
    logits = norm(x[PROMPT - 1 :], "model.norm") @ embedding.T
    return -torch.log_softmax(logits, -1).gather(-1, targets.unsqueeze(-1)).sum()


tokens = array.array("H", open(ROWS, "rb").read())
rows = torch.tensor(tokens.tolist()).reshape(-1, LENGTH)
inputs, targets = embedding[rows[:, :-1]], rows[:, PROMPT:]
leaves = {n: tuple(m.clone().requires_grad_(True) for m in pair) for n, pair in parameters.items()}
flat_leaves = [m for n in names for m in leaves[n]]


def run_backward(begin, end):
    return [torch.autograd.grad(loss(leaves, inputs[i], targets[i]), flat_leaves) for i in range(begin, end)]


def run_vmap(begin, end):
    from functorch import grad, vmap

    per_example = vmap(grad(loss), in_dims=(None, 0, 0))
    return [
        per_example(parameters, inputs[i : min(i + BATCH, end)], targets[i : min(i + BATCH, end)])
        for i in range(begin, end, BATCH)
    ]


def check():
    values = array.array("f", open(EXPECTED, "rb").read())
    width = sum(m.numel() for m in flat_leaves)
    expected = torch.tensor(values.tolist()).reshape(-1, width)
    batched = run_vmap(0, len(expected))[0]
    worst = 0.0
    for i, ours in enumerate(expected):
        single = torch.cat([g.reshape(-1) for g in run_backward(i, i + 1)[0]])
        together = torch.cat([g[i].reshape(-1) for n in names for g in batched[n]])
        for theirs in (single, together):
            worst = max(worst, float((ours - theirs).norm() / theirs.norm()))
    return worst


def blas():
    """What multiplies matrices here: Debian's default is the slow reference, which another package may replace."""
    with open("/proc/self/maps") as maps:
        loaded = maps.read()
    known = {"openblas": "OpenBLAS", "mkl": "MKL", "libblas": "Debian's reference BLAS"}
    return next((name for part, name in known.items() if part in loaded), "a BLAS of its own")


print(json.dumps({"blas": blas(), "relativeError": check()}), flush=True)
for line in sys.stdin:
    mode, begin, end = line.split()
    run = {"vmap": run_vmap, "backward": run_backward}[mode]
    started = time.perf_counter()
    run(int(begin), int(end))
    print(json.dumps({"seconds": time.perf_counter() - started}), flush=True)
