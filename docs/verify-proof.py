#!/usr/bin/env python3
"""Checks a proof of `audit proof` or `audit consistency` with nothing of ours: Python's hashes and OpenSSL's Ed25519.

    verify-proof.py KEYS.json RUN.tlog-proof
    verify-proof.py KEYS.json NOW.consistency EARLIER-CHECKPOINT

KEYS.json is what `keys` prints. Formats: c2sp.org/tlog-proof, c2sp.org/tlog-witness, c2sp.org/tlog-checkpoint,
c2sp.org/signed-note, RFC 6962, DSSE. Exit code 0 if everything holds, 3 if not.
"""
import base64
import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile


class Failed(Exception):
    """What does not hold. An assert would hold anything under `python3 -O`."""


def need(holds, problem):
    if not holds:
        raise Failed(problem)


@contextlib.contextmanager
def reading(what):
    """Whatever a changed or cut file makes of its reader says which part it was."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, OSError) as problem:
        raise Failed("%s cannot be read: %s" % (what, problem)) from problem


def decoded(text):
    return base64.b64decode(text, validate=True)


def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\x01" + left + right)


def ed25519(raw, message, signature):
    """Whether OpenSSL says that the key signed the message."""
    der = bytes.fromhex("302a300506032b6570032100") + raw
    pem = "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n" % base64.b64encode(der).decode()
    with tempfile.TemporaryDirectory() as directory:
        names = [os.path.join(directory, name) for name in ("key", "message", "signature")]
        for name, data in zip(names, (pem.encode(), message, signature)):
            with open(name, "wb") as file:
                file.write(data)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", names[0], "-rawin", "-in", names[1],
                   "-sigfile", names[2]]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def from_path(leaf, index, size, path):
    """The root to which a path of RFC 6962 leads from a leaf; defined there from the root down."""
    if size == 1:
        need(not path, "the path is too long")
        return leaf
    split = 1 << (size - 1).bit_length() - 1
    need(path, "the path is too short")
    if index < split:
        return node(from_path(leaf, index, split, path[:-1]), path[-1])
    return node(path[-1], from_path(leaf, index - split, size - split, path[:-1]))


def roots(first, second, path, old_root, known=True):
    """The roots of both trees to which a consistency path leads, as RFC 6962 section 2.1.2 builds it."""
    if first == second:
        if known:
            need(not path, "the path is too long")
            return old_root, old_root
        need(len(path) == 1, "the path has another length")
        return path[0], path[0]
    split = 1 << (second - 1).bit_length() - 1
    need(path, "the path is too short")
    if first <= split:
        old, new = roots(first, split, path[:-1], old_root, known)
        return old, node(new, path[-1])
    old, new = roots(first - split, second - split, path[:-1], old_root, False)
    return node(path[-1], old), node(path[-1], new)


def checkpoint(note, keys, what="the checkpoint"):
    text, _, signatures = note.rpartition("\n\n")
    with reading(what):
        origin, size, root = text.split("\n")
        size, root = int(size), decoded(root)
        signed = [line.split(" ") for line in signatures.strip().split("\n")]
        signed = [(dash, name, decoded(value)) for dash, name, value in signed]
    for dash, name, value in signed:
        for raw in keys.values():
            identity = sha256(name.encode() + b"\n\x01" + raw)[:4]
            if dash == "\u2014" and name == origin and value[:4] == identity:
                need(ed25519(raw, (text + "\n").encode(), value[4:]), what + "'s signature does not fit")
                return origin, size, root
    raise Failed("no known key signed " + what)


def envelope(record, keys):
    with reading("the evidence"):
        document = json.loads(record)
        payload = decoded(document["payload"])
        kind = document["payloadType"].encode()
        keyid = document["signatures"][0]["keyid"]
        signature = decoded(document["signatures"][0]["sig"])
        known = keyid in keys
    need(known, "an unknown key signed the evidence")
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    need(ed25519(keys[keyid], message, signature), "the evidence's signature does not fit")
    with reading("the evidence"):
        predicate = json.loads(payload)["predicate"]
        return "run %s (%s of %s: %s)" % tuple(predicate[name] for name in ("run", "operation", "stack", "outcome"))


def inclusion(lines, tree, keys):
    origin, size, root = tree
    with reading("the proof"):
        record = decoded(lines[1].removeprefix("extra "))
        index = int(lines[2].removeprefix("index "))
        path = [decoded(line) for line in lines[3:]]
    run = envelope(record, keys)
    need(0 <= index < size, "the log is shorter than that")
    need(from_path(sha256(b"\x00" + record), index, size, path) == root, "the path does not lead to the checkpoint")
    return "ok: evidence of %s is record %d of the %d of %s" % (run, index, size, origin)


def consistency(lines, tree, earlier_file, keys):
    origin, size, root = tree
    with reading("the proof"):
        old_size = int(lines[0].removeprefix("old "))
        path = [decoded(line) for line in lines[1:]]
    with reading("the earlier checkpoint"), open(earlier_file, encoding="utf-8", newline="") as file:
        old_origin, earlier, old_root = checkpoint(file.read(), keys, "the earlier checkpoint")
    need((old_origin, earlier) == (origin, old_size), "it starts from another checkpoint")
    need(earlier <= size, "the log is shorter than it was")
    if earlier:
        need(roots(earlier, size, path, old_root) == (old_root, root), "the log does not go on from it")
    return "ok: the %d records of %s go on from the %d of the earlier checkpoint" % (size, origin, earlier)


def main(keys_file, proof_file, earlier_file=None):
    with reading("the file of keys"), open(keys_file, encoding="utf-8") as file:
        keys = {k["kid"]: base64.urlsafe_b64decode(k["x"] + "=") for k in json.load(file)["keys"]}
    with reading("the file of the proof"), open(proof_file, encoding="utf-8", newline="") as file:
        head, _, note = file.read().partition("\n\n")
    lines = head.split("\n")
    tree = checkpoint(note, keys)
    if lines[0] == "c2sp.org/tlog-proof@v1":
        return inclusion(lines, tree, keys)
    return consistency(lines, tree, earlier_file, keys)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    try:
        print(main(*sys.argv[1:]))
    except Failed as failure:
        print("FAILED: %s" % failure)
        sys.exit(3)
