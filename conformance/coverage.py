"""Lines that tests reach: coverage.py FOLDER. Joins the Cobertura files below FOLDER and prints tables in Markdown; what is not reached follows, file by file.

Ends with 1 where a group reaches less than it must.
"""
import collections, os, sys
import xml.etree.ElementTree as xml

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src")

# Name, least share, and folders or files below src; those that begin with "-" are left out.
GROUPS = [
    ("readers", 0.95, ["RefCnn.Formats/", "-RefCnn.Formats/CSource/", "-RefCnn.Formats/Onnx/Export/", "RefCnn.Serialization/", "RefCnn.CoreML/Reading/", "RefCnn.CoreML/Packages/", "RefCnn.Pictures/Picture.cs", "RefCnn.Pictures/JpegScans.cs"]),
    ("kernels of the reference", 1, ["RefCnn.Reference/Kernels/"]),
    ("kernels of the fast engine", 1, ["RefCnn.Accelerate/" + part for part in ("Convolution/", "Gemm/", "Kernels/", "Layouts/", "Pooling/", "Simd/", "Tiles/")]),
]

# What no run on this machine can reach, and does not count: a file below src, parts of the first and the last line, and why.
APPLE = "Accelerate, the BLAS of Apple's systems, is on none other"
ELSEWHERE = [
    ("RefCnn.Accelerate/Gemm/BlasLibrary.cs", "setThreading(SingleThreaded);", "}", APPLE),
    ("RefCnn.Accelerate/Gemm/BlasLibrary.cs", 'TryGetExport(handle, "openblas_get_config", out _)', ": null;", APPLE),
    ("RefCnn.Accelerate/Gemm/GemmTable.cs", "GemmLibrary.Accelerate => Accelerate.Value!", "Accelerate.Value!", APPLE),
]
with open("/proc/cpuinfo") as processor: has_avx512 = "avx512f" in processor.read()
if not has_avx512:
    NARROW = "this processor has no AVX-512: no vectors of 512 bits, and 16 registers"
    ELSEWHERE += [
        ("RefCnn.Accelerate/Simd/Simd512.cs", "struct Simd512", "Avx512F.Min", NARROW),
        ("RefCnn.Accelerate/Simd/VectorUnit.cs", "? vectors switch { 1 or 2 => 14", "_ => 7 }", NARROW),
        ("RefCnn.Accelerate/Simd/VectorUnit.cs", "13 => Wide<Count.Thirteen", "_ => Wide<Count.Fourteen", NARROW),
        ("RefCnn.Accelerate/Simd/VectorUnit.cs", "4 => &Tile<TSimd, TVector, TRows, Count.Four", "Count.Four", NARROW),
    ]


def belongs(file, places):
    return any(file.startswith(place) for place in places if place[0] != "-") and not any(file.startswith(place[1:]) for place in places if place[0] == "-")


def between(file, first, last):
    """The numbers of the lines from the one that contains a text to the next that contains another."""
    with open(os.path.join(SOURCES, file)) as source: lines = source.read().split("\n")
    for start, line in enumerate(lines):
        if first not in line: continue
        for end in range(start, len(lines)):
            if last in lines[end]: return range(start + 1, end + 2)
    sys.exit(f"{file}: has no lines from '{first}' to '{last}'; the table in coverage.py is out of date")


reached = collections.defaultdict(lambda: collections.defaultdict(bool))
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        if not name.endswith("cobertura.xml"): continue
        for kind in xml.parse(os.path.join(folder, name)).getroot().iter("class"):
            file = kind.get("filename").replace("\\", "/")
            lines = reached[file[file.rindex("RefCnn."):]]
            for line in kind.iter("line"): lines[int(line.get("number"))] |= int(line.get("hits")) > 0
if not reached: sys.exit(f"{sys.argv[1]}: no Cobertura file")

excused = []
for file, first, last, reason in ELSEWHERE:
    lines = [line for line in between(file, first, last) if line in reached[file]]
    if any(reached[file][line] for line in lines): sys.exit(f"{file}: the lines from '{first}' on are reached; take them out of the table in coverage.py")
    for line in lines: del reached[file][line]
    excused.append((file, lines, reason))

missing, short = [], False
print("| lines of | reached | of | share | at least |\n|---|---|---|---|---|")
for name, least, places in GROUPS:
    files = {file: lines for file, lines in reached.items() if belongs(file, places)}
    total, hit = sum(map(len, files.values())), sum(sum(lines.values()) for lines in files.values())
    if total == 0: sys.exit(f"no lines of {name}: its folders have moved")
    print(f"| {name} | {hit:,} | {total:,} | {int(10000 * hit / total) / 100:.2f} % | {least:.0%} |")
    short |= hit < least * total
    missing += [(file, sorted(line for line, is_hit in lines.items() if not is_hit)) for file, lines in sorted(files.items())]
print("\nNot counted, because no run on this machine can reach them:\n\n| file | lines | reason |\n|---|---|---|")
for file, lines, reason in excused: print(f"| {file} | {' '.join(map(str, lines))} | {reason} |")
print("\nNot reached:\n")
for file, lines in missing:
    if lines: print(f"- {file}: {' '.join(map(str, lines))}")
if short: sys.exit("fewer lines are reached than must be: write the tests that reach them")
