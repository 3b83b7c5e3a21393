"""Runs a page: run_page.py PAGE [TITLE]. In a new folder it writes each code block that names a file, runs each `sh` block, and looks for the lines of each `text` block in what the last printed.

Only blocks below a heading that contains TITLE count, if one is given. A command that fails, or a line that is not found, ends it with 1.
"""
import os, re, subprocess, sys, tempfile

page, title = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
printed, heading = "", ""
with tempfile.TemporaryDirectory() as folder:
    for section in re.split(r"^(?=## )", open(page, encoding="utf-8").read(), flags=re.M):
        if title not in section.splitlines()[0]: continue
        for language, name, body in re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", section, flags=re.M | re.S):
            if name:
                open(os.path.join(folder, name), "w", encoding="utf-8").write(body)
            elif language == "sh":
                print(body, end="", flush=True)
                ran = subprocess.run(["sh", "-ec", body], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                printed = ran.stdout
                if ran.returncode != 0: sys.exit(f"{printed}{page}: this block ended with {ran.returncode}:\n{body}")
            elif language == "text":
                for line in body.splitlines():
                    if line not in printed: sys.exit(f"{printed}{page}: not printed: {line}")
                print("  prints what the page says")
