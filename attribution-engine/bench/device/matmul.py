"""Milliseconds of a float16 torch.matmul [rows, width] x [width, queries], by CUDA events; for run.mjs. Random data."""
import json
import sys

try:
    import torch
except ImportError:
    sys.exit("python3 has no torch")
if not torch.cuda.is_available():
    sys.exit("torch sees no CUDA device")

rows, width, queries = map(int, sys.argv[1:4])
a = torch.randn(rows, width, device="cuda", dtype=torch.float16)
b = torch.randn(queries, width, device="cuda", dtype=torch.float16)


def median_ms(call):
    times = []
    for round_ in range(13):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        call()
        end.record()
        torch.cuda.synchronize()
        if round_ >= 3:
            times.append(start.elapsed_time(end))
    return sorted(times)[len(times) // 2]


out = torch.empty(rows, queries, device="cuda", dtype=torch.float16)
print(json.dumps({"torch": torch.__version__, "float16Ms": median_ms(lambda: torch.matmul(a, b.T, out=out))}))
