#!/usr/bin/env python3
"""What `rufaa` asks at a terminal: a password is not shown, a new one is typed twice, a
confirmation declined does nothing, a one-time code is asked for where the account has one.

Runs the real binary of $RUFAA_BIN on a pseudo-terminal, against a hub of its own.
"""

import base64
import hmac
import json
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time

RUFAA = os.path.join(os.environ["RUFAA_BIN"], "rufaa")
PASSWORD = "mwamba wa pwani 2026"
WITHIN_SECONDS = 60


def start_hub(home):
    admin = os.path.join(home, "admin")
    with open(admin, "w") as file:
        file.write("admin\n" + PASSWORD + "\n")
    os.chmod(admin, 0o600)
    hub = subprocess.Popen(
        ["setpriv", "--pdeathsig", "KILL",  # It must not outlive this test.
         RUFAA, "serve", "--listen", "127.0.0.1:0", "--metrics", "off", "--make-keys",
         "--data", os.path.join(home, "data"), "--admin-file", admin, "-o", "jsonl"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(home))
    return hub, json.loads(hub.stdout.readline())["listen"]


def environment(home):
    kept = {name: value for name, value in os.environ.items()
            if name == "PATH" or name.endswith("SAN_OPTIONS")}
    return dict(kept, HOME=home, XDG_STATE_HOME=os.path.join(home, "state"), TERM="dumb")


def at_terminal(home, words, answers, errors=None):
    """Runs `rufaa` at a terminal. `answers`: what is typed once this prompt has been shown.
    `errors`: a file that standard error goes to. Gives all that stood on the screen, and the exit
    code."""
    pid, terminal = pty.fork()
    if pid == 0:
        if errors:
            os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT, 0o600), 2)
        os.execve(RUFAA, [RUFAA, *words], environment(home))
    screen, waiting = "", list(answers)
    while True:
        ready, _, _ = select.select([terminal], [], [], WITHIN_SECONDS)
        if not ready:
            os.kill(pid, signal.SIGKILL)
            raise AssertionError("no answer; on the screen: " + screen)
        try:
            read = os.read(terminal, 4096)
        except OSError:  # The other end is closed.
            break
        if not read:
            break
        screen += read.decode()
        if waiting and waiting[0][0] in screen:
            os.write(terminal, (waiting.pop(0)[1] + "\n").encode())
    os.close(terminal)
    _, status = os.waitpid(pid, 0)
    assert not waiting, "never asked %r; on the screen: %s" % (waiting[0][0], screen)
    return screen, os.waitstatus_to_exitcode(status)


def commits(home, server):
    told = subprocess.run([RUFAA, "log", "verify", "--server", server, "-o", "json"],
                          stdout=subprocess.PIPE, env=environment(home), check=True)
    return json.loads(told.stdout)[0]["commits"]


def check(home, server):
    to = ["--server", server]
    screen, code = at_terminal(home, ["login", "admin", *to], [("Password: ", PASSWORD)])
    assert code == 0, screen
    assert PASSWORD not in screen, "the password was shown"
    assert "Signed in as" in screen, screen

    screen, code = at_terminal(home, ["login", *to],
                               [("Login name: ", "admin"), ("Password: ", "not that one")])
    assert code == 4, screen
    assert "admin" in screen, "a name is no secret"
    assert "not that one" not in screen, "the password was shown"

    before = commits(home, server)
    erase = ["case", "erase", "MSA-0000-00", "--authority", "DPG5/1", *to]
    screen, code = at_terminal(home, erase, [("to go on: ", "no")])
    assert code == 130, screen
    assert "nothing was done" in screen, screen
    assert commits(home, server) == before

    # Confirmed, it is asked of the hub, which has its own answer.
    screen, code = at_terminal(home, erase, [("to go on: ", "MSA-0000-00")])
    assert "NOT_FOUND_OR_NOT_YOURS" in screen, screen
    assert code == 3, screen


def check_new_password(home, server):
    to = ["--server", server]
    own = ["account", "password", *to]
    new = "bahari ya hindi 2027"
    asked = [("Old password: ", PASSWORD), ("New password. At least 12 characters: ", new)]
    screen, code = at_terminal(home, own, [*asked, ("New password again: ", "bahari ya hindi")])
    assert code == 2 and "not the same" in screen, screen
    screen, code = at_terminal(home, ["login", "admin", *to], [("Password: ", PASSWORD)])
    assert code == 0, screen

    screen, code = at_terminal(home, own, [*asked, ("New password again: ", new)])
    assert code == 0, screen
    assert PASSWORD not in screen and new not in screen, "a password was shown"
    screen, code = at_terminal(home, ["login", "admin", *to], [("Password: ", PASSWORD)])
    assert code == 4, screen
    screen, code = at_terminal(home, ["login", "admin", *to], [("Password: ", new)])
    assert code == 0, screen

    # Nobody there to ask: it says what to add. Back again, as a script does it.
    files = {name: os.path.join(home, name) for name in ("old", "new")}
    for name, password in (("old", new), ("new", PASSWORD)):
        with open(files[name], "w", encoding="utf-8") as file:
            file.write(password + "\n")
    given = [RUFAA, *own, "--new-password-file", files["new"]]
    told = subprocess.run(given, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          env=environment(home), check=False)
    assert told.returncode == 2 and b"--old-password-file is needed" in told.stderr, told
    subprocess.run([*given, "--old-password-file", files["old"]], stdin=subprocess.DEVNULL,
                   env=environment(home), check=True)


def check_input(home, server):
    to = ["--server", server]
    errors = os.path.join(home, "errors")
    screen, code = at_terminal(home, ["login", "admin", *to], [("Password: ", PASSWORD)], errors)
    assert code == 0, screen
    assert PASSWORD not in screen, "the password was shown"
    with open(errors, encoding="utf-8") as file:
        told = file.read()
    assert "Signed in as" in told and "Password" not in told, told

    def given(text):
        return subprocess.run([RUFAA, "login", "admin", *to], input=text, stderr=subprocess.PIPE,
                              env=environment(home), check=False, start_new_session=True)
    told = given(PASSWORD.encode() + b"\n")
    assert told.returncode == 0, told
    told = given(b"")
    assert told.returncode == 2 and b"--password-file" in told.stderr, told


def code_of(secret, step):
    """RFC 6238, by itself: as an authenticator reckons it."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1").digest()
    at = digest[-1] & 15
    return "%06d" % ((int.from_bytes(digest[at:at + 4], "big") & 0x7fffffff) % 10**6)


def check_one_time_codes(home, server):
    to = ["--server", server]
    screen, code = at_terminal(home, ["stepup", *to], [("Password: ", PASSWORD)])
    assert code == 0, screen
    told = subprocess.run([RUFAA, "account", "one-time-code", "begin", *to, "-o", "json"],
                          stdout=subprocess.PIPE, env=environment(home), check=True)
    secret = json.loads(told.stdout)["secret"]
    step = int(time.time()) // 30
    screen, code = at_terminal(home, ["account", "one-time-code", "confirm", *to],
                               [("One-time code: ", code_of(secret, step))])
    assert code == 0, screen

    screen, code = at_terminal(home, ["login", "admin", *to],
                               [("Password: ", PASSWORD), ("One-time code: ", "no code")])
    assert code == 4 and "BAD_CREDENTIALS" in screen, screen
    screen, code = at_terminal(
        home, ["login", "admin", *to],
        [("Password: ", PASSWORD), ("One-time code: ", code_of(secret, step + 1))])
    assert code == 0 and "Signed in as" in screen, screen
    # Nobody there to ask: it says what to add.
    told = subprocess.run([RUFAA, "login", "admin", *to], input=PASSWORD.encode() + b"\n",
                          stderr=subprocess.PIPE, env=environment(home), check=False)
    assert told.returncode == 4, told
    assert b"ONE_TIME_CODE_NEEDED" in told.stderr and b"--code" in told.stderr, told


def main():
    with tempfile.TemporaryDirectory(prefix="rufaa-prompts-") as home:
        hub, server = start_hub(home)
        try:
            check(home, server)
            check_new_password(home, server)
            check_input(home, server)
            check_one_time_codes(home, server)
        finally:
            hub.send_signal(signal.SIGTERM)
            assert hub.wait(timeout=WITHIN_SECONDS) == 0
    return 0


sys.exit(main())
