# Every target sets up what it needs; `make` alone lists them.

PYTHON ?= python3
TOOLS = .local/venv/bin
SECONDS ?= 600
RUN = PYTHONPATH=. PYTHONDONTWRITEBYTECODE=1 $(TOOLS)/python -m

.PHONY: help demo stop test check format docs golden measure scale speed fuzz mutation deploy clean venv

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

demo: venv ## deploy the examples on an emulated AWS: no account, no Docker (PORT=4566 asks for that port)
	@PORT='$(PORT)' $(RUN) local.demo

stop: venv ## end what the demo started
	@$(RUN) local.stop

test: venv ## run everything: check, then the end-to-end tests on an emulated AWS
	@$(RUN) local.check --all

check: venv ## run the fast gates: format, compiler, unit tests, template, state machines
	@$(RUN) local.check

format: venv ## format the sources
	@$(RUN) local.tools all spotless:apply
	@$(TOOLS)/ruff check -q --fix local && $(TOOLS)/ruff format -q local

docs: venv ## make docs/stackfile.md from the schema, and docs/cli.md and the man page from the commands
	@$(RUN) local.reference
	@$(RUN) local.tools cli test -Dtest=ManualTest -Dmanual.write=true

golden: venv ## write what is said of examples/invalid anew
	@$(RUN) local.tools maven test -Dtest=ExamplesTest -Dgolden.write=true

measure: venv ## print the tables of docs/performance.md: calls, times of deployments, cold starts, reading, the command line
	@$(RUN) local.measure && $(RUN) local.coldstart && $(RUN) local.readingspeed && $(RUN) local.startup

scale: venv ## measure what up to 1,000 services cost at AWS's rates, on a test clock
	@$(RUN) local.tools maven test -Dtest=ScaleTest && grep -h '^|' functions/target/surefire-reports/*.ScaleTest-output.txt

speed: venv ## measure how long reading a large stackfile takes
	@$(RUN) local.readingspeed

fuzz: venv ## look for stackfiles that break the reader (SECONDS=600 says for how long)
	@$(RUN) local.quality fuzz $(SECONDS)

mutation: venv ## change the code of the language and of planning, and see whether a test fails
	@$(RUN) local.quality mutation

deploy: venv ## install in the AWS account of your credentials; asks for what it needs the first time
	@JAVA_HOME="$$($(RUN) local.tools jdk)" && export JAVA_HOME && \
	$(TOOLS)/sam build && \
	if [ -f samconfig.toml ]; then $(TOOLS)/sam deploy; else $(TOOLS)/sam deploy --guided; fi

clean: stop ## remove what the other targets made
	@rm -rf .local .aws-sam functions/target cli/target functions/.cifuzz-corpus

venv:
	@$(PYTHON) local/venv.py
