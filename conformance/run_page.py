"""Runs a page: run_page.py PAGE [TITLE] [--in FOLDER]. In a new folder, or in FOLDER, it writes each code block that names a file, changes the file that a `diff` block
names, runs each `sh` block, and looks for the lines of each `text` block in what the last printed. `sh fails` is a block that must end with an error.

Only blocks below a heading that contains TITLE count, if one is given. A command that fails, or a line that is not found, ends it with 1.
"""
import argparse, os, re, subprocess, sys, tempfile

FENCED = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", flags=re.M | re.S)


def write(file, text):
    os.makedirs(os.path.dirname(file) or ".", exist_ok=True)
    with open(file, "w", encoding="utf-8", newline="") as out: out.write(text)


def change(file, lines):
    """Puts the lines that a difference adds where its other lines stand, which must be one place."""
    old = "".join(line[1:] for line in lines if line[0] != "+")
    new = "".join(line[1:] for line in lines if line[0] != "-")
    text = open(file, encoding="utf-8", newline="").read()
    if text.count("\n" + old) != 1: sys.exit(f"{page}: {file} has {text.count(old)} places like this; expected 1:\n{old}")
    write(file, text.replace("\n" + old, "\n" + new))


def run(script, fails):
    print(script, end="", flush=True)
    ran = subprocess.run(["sh", "-ec", script], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if (ran.returncode != 0) != fails: sys.exit(f"{ran.stdout}{page}: this block ended with {ran.returncode}:\n{script}")
    return ran.stdout


def run_blocks(text):
    printed = ""
    for language, name, body in FENCED.findall(text):
        if language == "sh": printed = run(body, fails=name == "fails")
        elif language == "diff": change(os.path.join(folder, name), body.splitlines(keepends=True))
        elif name: write(os.path.join(folder, name), body)
        elif language == "text":
            for line in body.splitlines():
                if line not in printed: sys.exit(f"{printed}{page}: not printed: {line}")
            print("  prints what the page says")


arguments = argparse.ArgumentParser()
arguments.add_argument("page")
arguments.add_argument("title", nargs="?", default="")
arguments.add_argument("--in", dest="folder")
chosen = arguments.parse_args()
page = chosen.page
with tempfile.TemporaryDirectory() as new:
    folder = chosen.folder or new
    sections = re.split(r"^(?=## )", open(page, encoding="utf-8").read(), flags=re.M)
    run_blocks("".join(section for section in sections if chosen.title in section.splitlines()[0]))
