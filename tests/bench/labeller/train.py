#!/usr/bin/env python3
# /// script
# requires-python = ">=3.10"
# dependencies = ["lightgbm==4.*", "numpy", "rapidfuzz==3.*", "scikit-learn"]
# ///
"""Grows the labeller's forests from folders of pages whose story is known.

  train.py WORK FOLDER... [--check] [--unseen FOLDER...] [--title NAME] [--weights FOLDER] [--tool COMMAND]

FOLDER holds gold.jsonl (id, url, body; also body_nosummary, the body without its standfirst; also with/without,
sentences that the story must or must not have) and html/ID.html.gz. WORK keeps what is in between.
Pages are surveyed by `cargo bench --bench labeller -- survey`; a segment is the story's where most of its words stand
in the gold's, in order. With --check, pages are judged by forests that saw no page of their site, and the scores of the
whole extraction (4-gram shingles) are printed; without it the forests of all pages are written to --weights. Folders
after --unseen are scored, and nothing is learned from them.
"""
import argparse, collections, concurrent.futures, hashlib, json, pathlib, re, shlex, statistics, subprocess, urllib.parse
import lightgbm, numpy
from rapidfuzz.distance import LCSseq

FOLDS = 5
TOKEN = re.compile(r"\w+")
# Many small trees, each of which sees a part of the columns: what one site does must not decide.
STORY = dict(n_estimators=120, num_leaves=16, learning_rate=0.12, min_child_samples=60, reg_lambda=10.0, colsample_bytree=0.2,
             subsample=0.8, subsample_freq=1, max_bin=63, n_jobs=1, random_state=1, deterministic=True, force_col_wise=True, verbose=-1)
STANDFIRST = STORY | dict(n_estimators=40, num_leaves=8)


def shingles(tokens):
    return collections.Counter(tuple(tokens[i:i + 4]) for i in range(max(1, len(tokens) - 3)) if tokens)


def agreement(gold, found):
    """Shares of what both have, only the second, only the first."""
    g, f = shingles(gold), shingles(found)
    both, more, less = (sum(c.values()) for c in (g & f, f - g, g - f))
    return [x / max(1, both + more + less) for x in (both, more, less)]


def f1(counts):
    precision = statistics.mean(b / (b + m) if b + m else 0 for b, m, _ in counts)
    recall = statistics.mean(b / (b + l) if b + l else 0 for b, _, l in counts)
    return 2 * precision * recall / (precision + recall), precision, recall


def site(url):
    parts = (urllib.parse.urlparse(url or "").hostname or "").split(".")
    return ".".join(parts[-3 if len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 3 else -2:])


def aligned(segments, gold):
    """For each segment the share of its tokens that stand in the gold's text, in order."""
    flat = [t for s in segments for t in s]
    owner = [i for i, s in enumerate(segments) for _ in s]
    found = numpy.zeros(len(segments))
    for op in LCSseq.opcodes(flat, gold):
        if op.tag == "equal":
            for i in range(op.src_start, op.src_end):
                found[owner[i]] += 1
    return found / numpy.maximum(1, [len(s) for s in segments])


class Lesson:
    """All rows of all pages, with what they are."""

    def __init__(self, work, folders):
        self.pages, self.gold = [], {}
        for folder in folders:
            for line in open(folder / "gold.jsonl", encoding="utf8"):
                gold = json.loads(line)
                self.gold[folder.name, gold["id"]] = gold
        for line in open(work / "survey.jsonl", encoding="utf8"):
            page = json.loads(line)
            if page["names"]:
                self.names = page["names"]
            self.pages.append((page["folder"], page["id"], [TOKEN.findall(s) for s in page["segments"]], page["segments"]))
        self.ends = numpy.cumsum([0] + [len(p[2]) for p in self.pages])
        self.x = numpy.fromfile(work / "survey.f32", dtype="<f4").reshape(self.ends[-1], len(self.names))
        self.fold = numpy.array([int(hashlib.md5(site(self.gold[p[0], p[1]]["url"]).encode()).hexdigest(), 16) % FOLDS for p in self.pages])
        self.row_fold = numpy.repeat(self.fold, numpy.diff(self.ends))
        self.story, self.weight, self.lead, self.lead_weight = (numpy.zeros(self.ends[-1]) for _ in range(4))
        for nth, (folder, name, segments, texts) in enumerate(self.pages):
            gold, rows = self.gold[folder, name], slice(self.ends[nth], self.ends[nth + 1])
            size = numpy.array([len(s) for s in segments], float)
            if gold.get("body"):
                self.full(gold, rows, segments, size)
            else:
                self.partial(gold, rows, texts)

    def full(self, gold, rows, segments, size):
        body = TOKEN.findall(gold["body"])
        inside = aligned(segments, body) >= 0.6
        both, more, less = agreement(body, [t for s, i in zip(segments, inside) if i for t in s])
        if both < 0.65:
            return  # What the gold says is not on the page.
        weight = numpy.minimum(size, 80) / max(len(body), 150) * 30 + 0.3
        if "body_nosummary" in gold:
            after = aligned(segments, TOKEN.findall(gold["body_nosummary"])) >= 0.6
            self.lead[rows], self.lead_weight[rows] = inside & ~after, 1
            inside = inside & after
        self.story[rows], self.weight[rows] = inside, weight

    def partial(self, gold, rows, texts):
        """Of most segments nothing is known."""
        flat = lambda text: " ".join(text.split())
        has = lambda snippets, text: any(flat(s) in flat(text) for s in snippets or [])
        yes = numpy.array([has(gold.get("with"), t) for t in texts], bool)
        no = numpy.array([has(gold.get("without"), t) for t in texts], bool) & ~yes
        self.story[rows] = yes
        self.weight[rows] = (yes | no) * 2.0


def grow(settings, x, y, weight):
    # Of what nobody takes for the story, a third says as much as all of it.
    plain = (y == 0) & (x[:, 3] > 0.9)
    kept = ~plain | (numpy.arange(len(y)) % 3 == 0)
    weight = numpy.where(plain, weight * 3, weight)
    taught = (weight > 0) & kept
    return lightgbm.LGBMClassifier(**settings).fit(x[taught], y[taught], sample_weight=weight[taught])


def forests(lesson, among):
    """The two forests of the rows in `among`."""
    lead = grow(STANDFIRST, lesson.x, lesson.lead, lesson.lead_weight * among)
    # Other folders' golds have the standfirst or not: nothing is learned from it there.
    unsure = (lesson.lead_weight == 0) & (lead.predict_proba(lesson.x)[:, 1] > 0.5)
    weight = numpy.where(unsure, 0, lesson.weight) * among
    story = grow(STORY, lesson.x, lesson.story, weight)
    return story, lead


def number(value):
    short = f"{value:.5g}"
    return re.sub(r"^(-?)0\.", r"\1.", re.sub(r"e([+-])0*", r"e\1", short))


def write(path, model, names, note):
    lines = ["# " + note]
    for tree in model.booster_.dump_model()["tree_info"]:
        words, todo = [], [tree["tree_structure"]]
        while todo:
            node = todo.pop()
            if "leaf_value" in node:
                words.append("=" + f"{node['leaf_value']:.4f}".replace("0.", "."))
            else:
                assert node["decision_type"] == "<=" and node["split_feature"] < len(names)
                words.append(f"{node['split_feature']}:{number(node['threshold'])}")
                todo += [node["right_child"], node["left_child"]]
        lines.append(" ".join(words))
    path.write_text("\n".join(lines) + "\n")


def teach(lesson, among, folder):
    folder.mkdir(parents=True, exist_ok=True)
    story, lead = forests(lesson, among)
    note = "Made by tests/bench/labeller/train.py: how likely a segment belongs to the {}. Columns: src/extract/labeller/columns.rs."
    write(folder / "story.txt", story, lesson.names, note.format("story"))
    write(folder / "standfirst.txt", lead, lesson.names, note.format("standfirst"))
    return story


def judged(lesson, fold, work, folders, tool):
    weights = work / f"fold{fold}"
    teach(lesson, lesson.row_fold != fold, weights)
    subprocess.run([*tool, "apply", weights, weights / "pages.jsonl", *folders], check=True)
    return [json.loads(line) for line in open(weights / "pages.jsonl", encoding="utf8")]


def check(lesson, options, folders, tool):
    work = options.work
    found = {}
    with concurrent.futures.ThreadPoolExecutor() as pool:
        runs = pool.map(lambda fold: judged(lesson, fold, work, folders, tool), range(FOLDS))
        for fold, pages in enumerate(runs):
            found |= {(fold, page["folder"], page["id"]): page for page in pages}
    counts = collections.defaultdict(list)
    with open(work / "checked.jsonl", "w", encoding="utf8") as out:
        for fold, (folder, name, *_) in zip(lesson.fold, lesson.pages):
            page, gold = found[fold, folder, name], lesson.gold[folder, name].get("body")
            print(json.dumps(page, ensure_ascii=False), file=out)
            if gold:
                # Some golds begin with the headline.
                starts = TOKEN.findall(page["title"]) if options.title == folder else []
                counts[folder].append(agreement(TOKEN.findall(gold), starts + TOKEN.findall(page["body"])))
    counts["all of them"] = sum(counts.values(), [])
    for folder, pages in counts.items():
        print(f"{folder:<16} n {len(pages):<4} F1 {{:.3f}} P {{:.3f}} R {{:.3f}}".format(*f1(pages)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("folders", type=pathlib.Path, nargs="+")
    parser.add_argument("--weights", type=pathlib.Path, default=pathlib.Path("src/extract/labeller"))
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--unseen", type=pathlib.Path, nargs="*", default=[], help="folders that are only scored")
    parser.add_argument("--title", help="the folder whose golds begin with the headline")
    parser.add_argument("--tool", default="cargo bench --bench labeller --")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    tool = shlex.split(options.tool)
    folders = [*options.folders, *options.unseen]
    subprocess.run([*tool, "survey", options.work / "survey", *folders], check=True)
    lesson = Lesson(options.work, folders)
    unseen = {folder.name for folder in options.unseen}
    taught = numpy.repeat([p[0] not in unseen for p in lesson.pages], numpy.diff(lesson.ends))
    for weight in (lesson.weight, lesson.lead_weight):
        weight *= taught
    if options.check:
        check(lesson, options, folders, tool)
    else:
        story = teach(lesson, numpy.ones(lesson.ends[-1]), options.weights)
        gains = sorted(zip(story.booster_.feature_importance("gain"), lesson.names), reverse=True)
        print("most telling columns:", ", ".join(name for _, name in gains[:25]))


if __name__ == "__main__":
    main()
