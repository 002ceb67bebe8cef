# The front desk. `make` alone lists what can be asked for.

BUILD ?= build
TYPE ?= Release
ARGS ?=

configure = cmake -G Ninja -S . -B $(BUILD) -DCMAKE_BUILD_TYPE=$(TYPE) --log-level=WARNING

.DEFAULT_GOAL := help
.PHONY: help run cluster cluster-split test simulate mutants build programs check format bench bench-micro fuzz sanitize soak clean install

help:  ## list the targets
	@echo "Jangteo, an event-driven marketplace engine. Targets:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\n\2/p' Makefile | xargs -d '\n' printf '  make %-13s %s\n'

run: programs  ## install, build, and start a seeded shop with one order taken (ARGS="..." for more)
	@$(BUILD)/jangteo demo $(ARGS)

cluster: programs  ## one process over Kafka, a schema registry and PostgreSQL, with one order played
	@python3 tools/cluster $(BUILD) $(ARGS)

cluster-split: programs  ## the same, with each service a process of its own
	@python3 tools/cluster $(BUILD) --split $(ARGS)

test: build  ## install, build, and run all tests; ends with the counts
	@python3 tools/run_tests.py $(BUILD)

build: install  ## install what is missing and build the programs and tests
	@$(configure)
	@cmake --build $(BUILD)

programs: install  ## install what is missing and build the programs alone
	@$(configure)
	@cmake --build $(BUILD) --target jangteo jangteo-sandbox

simulate: build  ## run the simulation over many seeds (ARGS="--seeds 1000 --from 1")
	@$(BUILD)/jangteo-sim --jobs $(shell nproc) $(or $(ARGS),--seeds 1000)

mutants: build  ## switch each known bug on: the simulation must catch it
	@$(BUILD)/jangteo-sim --mutants --jobs $(shell nproc)

check:  ## format, sizes, words, architecture, flows, tidy (TIDY=all: all files, not only changed ones)
	@tools/install check
	@python3 tools/check.py --build $(BUILD) --tidy $(or $(TIDY),changed)

format:  ## format all C++ files
	@tools/install check
	@python3 tools/check_format.py --fix

bench: programs  ## measure this machine and this build (ARGS="--quick")
	@$(BUILD)/jangteo bench $(ARGS)

bench-micro:  ## measure single functions (bench/)
	@tools/install bench
	@$(configure) -DJANGTEO_BENCH=ON
	@cmake --build $(BUILD) --target bench-micro

fuzz:  ## fuzz each parser for a minute (SECONDS=10 TARGETS="tokens")
	@tools/install fuzz
	@python3 tools/fuzz.py $(BUILD)/fuzz --seconds $(or $(SECONDS),60) $(TARGETS)

sanitize: build  ## the tests again under address, undefined and thread sanitizers
	@python3 tools/sanitize.py $(BUILD)

soak: build  ## the long runs: a thousand kills of the real program, 400,000 simulated seeds
	@JANGTEO_BIN=$(BUILD)/jangteo JANGTEO_SANDBOX_BIN=$(BUILD)/jangteo-sandbox \
	  $(BUILD)/tests/system_tests --gtest_filter='Kills.*' --gtest_repeat=10
	@$(BUILD)/jangteo-sim --jobs $(shell nproc) --seeds 400000

clean:  ## remove the build folders
	@rm -rf build build-*

install:  ## install the Debian packages that are missing
	@tools/install
