"""The command line as its users have it: the launcher, in a pipe and in a terminal, against the API."""

import json
import re
import subprocess
import tempfile
import time
from pathlib import Path

from local import demo, program
from local.holding import hold
from local.paths import LAUNCHER, ROOT
from local.program import Ended, Session
from local.tests.stage import EndToEnd

STACKFILE = """\
services:
  web:
    image: example/web:${TAG}
    environment: {LEVEL: info}
"""
BAD = """\
services:
  web:
    imag: example/web:1
"""
ID = r"[0-9A-HJKMNP-TV-Z]{26}"


def stable(line: str) -> str:
    """A line without what differs from run to run: ids, times, and the width of columns."""
    line = re.sub(ID, "ID", re.sub(r"\d{4}-\d\d-\d\dT[\d:]+Z", "TIME", line))
    return re.sub(r" +", " ", re.sub(r"\b\d+ s\b", "N s", line)).strip()


class CommandLineTest(EndToEnd):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        program.build()
        cls.environment = program.environment(cls.stage.emulator, cls.stage.outputs["ApiUrl"])

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.write("stackfile.yml", STACKFILE)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def run_command(self, *arguments: str, code: int = 0, typed: str = "", **variables: str) -> Ended:
        ended = program.call(list(arguments), self.environment | variables, self.folder, typed)
        self.assertEqual(code, ended.code, f"{arguments}\n{ended.output}\n{ended.errors}")
        self.assertNotIn("\x1b", ended.output + ended.errors)
        return ended

    def session(self, *arguments: str, **variables: str) -> Session:
        return Session(list(arguments), self.environment | variables, self.folder)

    def test_a_stack_from_its_plan_to_its_end(self) -> None:
        cluster = self.cluster("cli-life")
        with self.subTest("plan"):
            planned = self.run_command(
                "plan", cluster, "--var", "TAG=1", "--detailed-exitcode", code=2
            ).output
            self.assertRegex(planned, r"(?m)^\+ +web is created$")
        with self.subTest("deploy, piped"):
            deployed = self.run_command("deploy", cluster, "--var", "TAG=1", "--summary", "summary.md")
            self.assertRegex(deployed.output, r"^SUCCEEDED \(1 created\) in \d+ s\n$")
            self.assertRegex(deployed.errors, rf"^Deployment {ID} of {cluster}\n")
            self.assertRegex(deployed.errors, r"(?m)^\d+ s +web: SUCCEEDED$")
            self.assertIn(f"### ✅ {cluster}: SUCCEEDED", (self.folder / "summary.md").read_text())
        with self.subTest("nothing to do"):
            same = self.run_command("plan", cluster, "--var", "TAG=1", "--detailed-exitcode").output
            self.assertIn("Nothing changes", same)
            described = self.run_command("cluster", "describe", cluster).output
            self.write("described.yml", described)
            again = self.run_command("cluster", "deploy", cluster, "-f", "described.yml", "-q")
            self.assertRegex(again.output, r"^UNCHANGED \(1 unchanged\) in \d+ s\n$")
            self.assertEqual("", again.errors)
        with self.subTest("deploy --detach, status"):
            follow = self.run_command("deploy", cluster, "--detach", TAG="2").output
            self.assertRegex(follow, rf"^ecs-compose status {cluster} {ID} --wait\n$")
            ended = self.run_command(*follow.split()[1:])
            self.assertRegex(ended.output, r"^SUCCEEDED \(1 updated\)")
            told = self.run_command("status", cluster).output
            self.assertRegex(told, rf"^{cluster}  {ID}  SUCCEEDED  \d+ s\n  web  update  SUCCEEDED  ")
            self.assertIn("web:1", told)
        with self.subTest("redeploy"):
            redeployed = self.run_command("redeploy", cluster, "-s", "web", "--output", "json")
            self.assertEqual("SUCCEEDED", json.loads(redeployed.output)["status"])
        with self.subTest("rollback"):
            self.assertRegex(self.run_command("rollback", cluster).output, r"^SUCCEEDED \(1 updated\)")
            running = self.services(cluster)["web"]["taskDefinition"]
            image = self.task_definition(running)["containerDefinitions"][0]["image"]
            self.assertEqual("example/web:1", image)
        with self.subTest("history, list"):
            lines = self.run_command("history", cluster, "-n", "3").output.splitlines()
            self.assertEqual(4, len(lines), lines)
            self.assertRegex(lines[0], r"^DEPLOYMENT +STATUS +AT +TOOK +BY +WHO +WHAT$")
            self.assertRegex(lines[1], rf"^{ID}  SUCCEEDED  \d{{4}}-\d\d-\d\dT[\d:]+Z ")
            history = json.loads(self.run_command("history", cluster, "-o", "json").output)
            self.assertEqual(5, len(history["deployments"]))
            self.assertRegex(self.run_command("list").output, rf"(?m)^{cluster} +SUCCEEDED ")
        with self.subTest("destroy"):
            refused = self.run_command("cluster", "destroy", cluster, code=64).errors
            self.assertIn("give --yes", refused)
            self.assertRegex(
                self.run_command("service", "destroy", cluster, "-s", "web", "--yes").output, "^SUCCEEDED"
            )
            self.assertEqual({}, self.services(cluster))
            self.assertRegex(self.run_command("cluster", "destroy", cluster, "-y").output, "^SUCCEEDED")

    def test_a_stackfile_with_problems(self) -> None:
        cluster = self.cluster("cli-bad")
        self.write("bad.yml", BAD)
        offline = self.run_command("validate", cluster, "-f", "bad.yml", code=3, ECS_COMPOSE_ENDPOINT="")
        problem = "bad.yml:3:5 services.web.imag: "
        self.assertIn(problem, offline.errors)
        self.assertIn("The stackfile has ", offline.errors)
        for command in ("plan", "deploy"):
            # The service finds them, in the second of two files, and tells them in the same words.
            told = self.run_command(command, cluster, "-f", "stackfile.yml", "-f", "bad.yml", code=3, TAG="1")
            self.assertIn(problem, told.errors)
        valid = self.run_command("validate", "--var", "TAG=1", ECS_COMPOSE_ENDPOINT="")
        self.assertEqual(("", "The stackfile is valid: 1 service.\n"), (valid.output, valid.errors))
        typed = self.run_command("validate", "-f", "-", "--output", "json", code=3, typed=BAD)
        self.assertEqual("standard input", json.loads(typed.output)["problems"][0]["file"])

    def test_a_deployment_that_fails_says_why(self) -> None:
        cluster = self.cluster("cli-fails")
        role = "arn:aws:iam::000000000000:role/no-such-role"
        self.write(
            "stackfile.yml", f"services: {{web: {{image: 'example/web:1', task_role_arn: '{role}'}}}}\n"
        )
        failed = self.run_command("deploy", cluster, "--summary", "summary.md", code=1)
        self.assertRegex(failed.output, r"^(ROLLED_BACK|FAILED)")
        self.assertRegex(failed.errors, r"(?m)^  web: .*no-such-role")
        self.assertIn("no-such-role", (self.folder / "summary.md").read_text())

    def test_in_a_terminal_a_table_is_drawn_again(self) -> None:
        cluster = self.cluster("cli-terminal")
        code, shown = self.session("deploy", cluster, "--var", "TAG=1").end()
        self.assertEqual(0, code, shown)
        self.assertRegex(shown, r"\x1b\[\d+A\r\x1b\[J")
        self.assertIn(f"\x1b[1m{cluster}  SUCCEEDED  1 of 1 services", shown)
        self.assertRegex(shown, r"\x1b\[32mSUCCEEDED \(1 created\) in \d+ s\x1b\[0m\r\n$")
        code, shown = self.session("deploy", cluster, "--var", "TAG=2", NO_COLOR="1").end()
        self.assertEqual(0, code, shown)
        self.assertNotRegex(shown, r"\x1b\[\d*m")
        self.assertRegex(shown, r"SUCCEEDED \(1 updated\) in \d+ s\r\n$")
        code, shown = self.session("deploy", cluster, "--var", "TAG=2", CI="true").end()
        self.assertEqual(0, code, shown)
        self.assertNotIn("\x1b[J", shown)

    def test_a_deployment_is_canceled(self) -> None:
        cluster = self.cluster("cli-cancel")
        with hold(self.stage.emulator, "UpdateServiceFunction", "ecs:CreateService") as held:
            session = self.session("deploy", cluster, "--var", "TAG=1")
            held.await_call()
            session.read(until="DEPLOYING")
            session.type("\x03")
            session.read(until="Cancel the deployment (c)")
            session.type("c\n")
            session.read(until="It is being canceled")
        code, shown = session.end()
        self.assertEqual(1, code, shown)
        self.assertIn("CANCELED", shown)
        self.assertEqual({}, self.services(cluster))
        late = self.run_command("cancel", cluster, code=1)
        self.assertIn("is CANCELED", late.errors)

    def test_logs_and_open(self) -> None:
        cluster = self.cluster("cli-logs")
        world = self.stage.world
        self.write(
            "stackfile.yml",
            f"""\
vpc:
  id: {world.VPC_ID}
  subnets: {{public: [{world.PUBLIC_SUBNET_A}, {world.PUBLIC_SUBNET_B}]}}
  security_groups: {{public: [{world.PUBLIC_SECURITY_GROUP}]}}
services:
  web:
    image: example/web:1
    ports: ["8080:8080"]
    elb: {{type: public, ports: {{public: 8080, container: 8080}}}}
    logging: {{log_driver: awslogs, options: {{awslogs-group: /cli/web, awslogs-stream-prefix: shop}}}}
""",
        )
        logs = self.stage.emulator.client("logs")
        logs.create_log_group(logGroupName="/cli/web")
        stream = "shop/web/0123456789abcdef"
        logs.create_log_stream(logGroupName="/cli/web", logStreamName=stream)
        now = int(time.time() * 1000)
        events = [{"timestamp": now + number, "message": f"line {number}\x1b[2J"} for number in range(3)]
        logs.put_log_events(logGroupName="/cli/web", logStreamName=stream, logEvents=events)
        self.run_command("deploy", cluster)
        shown = self.run_command("logs", cluster, "web", "-n", "2").output
        self.assertEqual("01234567  line 1\ufffd[2J\n01234567  line 2\ufffd[2J\n", shown)
        balancer = self.elb.describe_load_balancers(Names=[f"{cluster}-web-lb"])["LoadBalancers"][0]
        opened = self.run_command("open", cluster, "--print").output
        self.assertEqual(f"http://{balancer['DNSName']}:8080\n", opened)

    def test_who_may_not_is_told_what_to_do(self) -> None:
        iam = self.stage.emulator.client("iam")
        iam.create_user(UserName="cli-nobody")
        key = iam.create_access_key(UserName="cli-nobody")["AccessKey"]
        nobody = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
        none = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
        for variables, code, words in (
            (nobody, 4, "These credentials lack the right execute-api:Invoke on GET/api/clusters"),
            ({"AWS_ACCESS_KEY_ID": "AKIANOBODY"}, 4, "The API refuses this call"),
            (none, 4, "No AWS credentials were found: run aws configure"),
            (none | {"AWS_PROFILE": "none"}, 4, "There is no profile none"),
            ({"ECS_COMPOSE_ENDPOINT": "http://127.0.0.1:9/v1"}, 5, "127.0.0.1:9 does not answer"),
            ({"ECS_COMPOSE_ENDPOINT": "nowhere"}, 64, "nowhere is no endpoint"),
        ):
            with self.subTest(words):
                self.assertIn(words, self.run_command("list", code=code, **variables).errors)

    def test_the_application_is_found_by_its_stack(self) -> None:
        """By one that says where the emulator has the API: the real one's URL is AWS's."""
        missing = self.run_command("list", "--stack", "no-such-stack", code=5, ECS_COMPOSE_ENDPOINT="")
        self.assertIn("ecs-compose is not installed here: there is no stack no-such-stack", missing.errors)
        template = {
            "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
            "Outputs": {"ApiUrl": {"Value": self.stage.outputs["ApiUrl"]}},
        }
        formation = self.stage.emulator.client("cloudformation")
        formation.create_stack(StackName="cli-pointer", TemplateBody=json.dumps(template))
        formation.get_waiter("stack_create_complete").wait(
            StackName="cli-pointer", WaiterConfig={"Delay": 1, "MaxAttempts": 20}
        )
        found = self.run_command("ls", "--stack", "cli-pointer", "-o", "json", ECS_COMPOSE_ENDPOINT="")
        self.assertIn("clusters", json.loads(found.output))

    def test_the_session_of_the_readme(self) -> None:
        """Each command is run, in a cluster of its own, and says what is written below it."""
        cluster = self.cluster("cli-readme")
        block = re.search(r"(?ms)^```\n(\$ ecs-compose .*?)^```$", (ROOT / "README.md").read_text())
        assert block
        steps = block[1].split("$ ")[1:]
        commands = [step.partition("\n")[0] for step in steps]
        self.assertEqual([demo.FIRST_COMMAND, *demo.NEXT_COMMANDS], commands, "what the demo says")
        for step in steps:
            command, _, shown = step.partition("\n")
            with self.subTest(command):
                done = subprocess.run(
                    ["sh", "-c", re.sub(r"\bhello (?=-)|\bhello$", f"{cluster} ", command) + " 2>&1"],
                    cwd=ROOT,
                    env=self.environment | {"PATH": f"{LAUNCHER.parent}:{self.environment['PATH']}"},
                    capture_output=True,
                    text=True,
                )
                said = [stable(line) for line in done.stdout.replace(cluster, "hello").splitlines()]
                for line in shown.strip("\n").splitlines():
                    # Which states on the way are seen depends on the moment.
                    if not re.search("(QUEUED|VALIDATING|DEPLOYING|STABILIZING)$", line):
                        self.assertIn(stable(line), said)

    def test_what_needs_no_application(self) -> None:
        self.assertRegex(self.run_command("--version").output, r"^ecs-compose \d+\.\d+\.\d+\n$")
        self.assertIn("Exit codes:", self.run_command("--help").output)
        unknown = self.run_command("deploi", code=64).errors
        self.assertIn("There is no command deploi. Did you mean deploy", unknown)
        secret = self.run_command("deploy", "shop", "--vra=TOKEN=hunter2", code=64).errors
        self.assertNotIn("hunter2", secret)
        for shell in ("bash", "zsh", "fish"):
            self.assertIn("rollback", self.run_command("completion", shell).output)
        self.write("docker-compose.yml", "services: {web: {build: ., ports: ['80:80'], tty: true}}\n")
        imported = self.run_command("import")
        self.assertIn("image: IMAGE-OF-web", imported.output)
        self.assertEqual(2, len(re.findall(r"(?m)^note: services\.web", imported.errors)))
