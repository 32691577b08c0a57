# make help lists what can be made. One Makefile for everything; MODE keeps the builds apart:
#   make                 release, in build/
#   make MODE=debug      no optimisation, in build/debug/
#   make MODE=san        AddressSanitizer and UndefinedBehaviorSanitizer, in build/san/
#   make MODE=fuzz       the same for libFuzzer, with clang, in build/fuzz/
#   make MODE=replay     the same for the corpora of the fuzz targets, with gcc, in build/replay/
#   make MODE=coverage   counts what runs, in build/coverage/; see make coverage

MODE ?= release
PREFIX ?= /usr/local

CC.fuzz = clang-14
CC = $(or $(CC.$(MODE)),gcc)
CPPFLAGS = -D_GNU_SOURCE -Isrc -isystem /usr/include/libxml2 $(CPPFLAGS.$(MODE))
WARNINGS = -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror
# glibc checks buffer sizes only in optimised code, and the sanitizers check more than it does.
CFLAGS.release = -O3 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
CFLAGS.debug = -O0 -g3
# The leak checker reads /proc and clones a process, so a program with it cannot be confined.
CFLAGS.san = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all \
    -DSTANCE_UNCONFINED
CFLAGS.replay = $(CFLAGS.san)
CFLAGS.fuzz = $(CFLAGS.san) -fsanitize=fuzzer-no-link
# Small enough for the inputs of a fuzzer to come to.
CPPFLAGS.fuzz = '-DDOCUMENT_LINE_LIMIT=((size_t)1000)' '-DDOCUMENT_PEEK=((size_t)500)' \
    '-DDOCUMENT_READ_SIZE=((size_t)130)' '-DPARAGRAPH_BYTES_MAX=((size_t)700)'
CPPFLAGS.replay = $(CPPFLAGS.fuzz)
# gcov writes its counts at the end, and would not be let.
CFLAGS.coverage = -O0 -g --coverage -fprofile-update=atomic -DSTANCE_UNCONFINED
DIR.release = build
DIR.debug = build/debug
DIR.san = build/san
DIR.coverage = build/coverage
DIR.fuzz = build/fuzz
DIR.replay = build/replay

ifndef DIR.$(MODE)
$(error MODE is release, debug, san, coverage, fuzz or replay, not '$(MODE)')
endif

B = $(DIR.$(MODE))
CFLAGS = -std=c11 -fPIE -fstack-protector-strong -pthread $(WARNINGS) $(CFLAGS.$(MODE))
LDFLAGS = -pie -Wl,-z,relro,-z,now,-z,noexecstack -pthread $(CFLAGS.$(MODE))
LDLIBS = -lsvm -llinear -lpcre2-8 -ljson-c -lcsv -lutf8proc -lxxhash -lz -lm

LAYERS = base read text feature model train report cli
SOURCES = $(wildcard $(LAYERS:%=src/%/*.c))
MAKER_SOURCES = src/text/word_table_maker.c src/text/known_patterns_maker.c
MAKER_SHARED = $(addprefix $(B)/src/,text/pattern.o text/pattern_cost.o base/buffer.o base/error.o \
    base/memory.o base/utf8.o)
MAKER_OBJECTS = $(MAKER_SOURCES:%.c=$(B)/%.o) $(MAKER_SHARED)
KNOWN_SHARED = $(MAKER_SHARED) $(addprefix $(B)/src/,text/pattern_list.o text/claims.o text/lead.o \
    text/literals.o base/file.o)
# Make what comes with the program, from its tables of options.
COMPANION_MAKERS = src/cli/page_maker.c src/cli/completion_maker.c
OBJECTS = $(patsubst %.c,$(B)/%.o,$(filter-out $(MAKER_SOURCES) $(COMPANION_MAKERS),$(SOURCES))) \
    $(addprefix $(B)/src/,model/builtin_data.o report/page_data.o text/word_table.o text/known_patterns.o)
LIBRARY_OBJECTS = $(filter-out $(B)/src/cli/%,$(OBJECTS))
CLI_OBJECTS = $(filter $(B)/src/cli/%,$(OBJECTS))
UNIT_SOURCES = tests/check.c $(wildcard tests/unit/*.c)
UNIT_OBJECTS = $(UNIT_SOURCES:%.c=$(B)/%.o)
DIFF_SOURCES = tests/check.c $(wildcard tests/diff/*.c)
DIFF_OBJECTS = $(DIFF_SOURCES:%.c=$(B)/%.o)
HOSTILE_SOURCES = $(wildcard tests/hostile/*.c)
HOSTILE_OBJECTS = $(HOSTILE_SOURCES:%.c=$(B)/%.o)
SHELL_SCRIPTS = .ci/run .ci/setup .ci/check-layers tests/threads/run tests/torture/kill.bash tests/fuzz/run \
    tests/coverage
FUZZ_TARGETS = $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_SOURCES = $(wildcard tests/fuzz/*.c)
FUZZ_OBJECTS = $(FUZZ_SOURCES:%.c=$(B)/%.o)
FUZZ_SHARED = $(filter-out $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay.o,$(FUZZ_OBJECTS)) \
    $(filter-out $(B)/src/cli/main.o,$(CLI_OBJECTS)) $(B)/libstance.a
FAULT_SOURCES = tests/check.c tests/unit/scratch.c tests/fault/main.c tests/fault/allocation.c \
    tests/fault/run.c $(wildcard tests/fault/test_*.c)
FAULT_OBJECTS = $(FAULT_SOURCES:%.c=$(B)/%.o)
FAULT_LIBRARY_OBJECTS = $(patsubst %,$(B)/tests/fault/%.o,preload allocation calls)
FORMATTED = $(wildcard src/*.h src/*/*.[ch] tests/*.[ch] tests/*/*.[ch])

.PHONY: all
all: $(B)/stance ## build the program (the default)

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | \
	    while IFS='	' read -r name what; do printf '  make %-16s %s\n' "$$name" "$$what"; done

# ---- building ----

build/%.packages: .ci/packages .ci/setup
	@mkdir -p build
	@.ci/setup $*
	@touch $@

$(B)/%.o: %.c | build/build.packages
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(UNIT_OBJECTS) $(DIFF_OBJECTS) $(HOSTILE_OBJECTS): | build/check.packages
$(UNIT_OBJECTS) $(DIFF_OBJECTS) $(HOSTILE_OBJECTS): CPPFLAGS += -Itests

$(B)/src/model/builtin_data.o: src/model/builtin_data.S models/stance.model models/sentiment.model training/boilerplate.txt \
    training/cues.txt training/cameo.tsv | build/build.packages
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<

$(B)/src/report/page_data.o: src/report/page_data.S src/report/report.css src/report/report.js | build/build.packages
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<

$(B)/src/model/builtin_data.o $(B)/src/report/page_data.o: src/base/embed.inc

# The tables of word_table.h, as the installed PCRE2 answers; never checked in.
$(B)/word-table-maker: $(B)/src/text/word_table_maker.o $(MAKER_SHARED)
	$(CC) $(LDFLAGS) -o $@ $^ -lpcre2-8

$(B)/src/text/word_table.c: $(B)/word-table-maker
	$< >$@.part
	mv $@.part $@

# The tables of known_patterns.h.
$(B)/known-patterns-maker: $(B)/src/text/known_patterns_maker.o $(KNOWN_SHARED)
	$(CC) $(LDFLAGS) -o $@ $^ -lpcre2-8

$(B)/src/text/known_patterns.c: $(B)/known-patterns-maker training/cues.txt training/boilerplate.txt
	$^ >$@.part
	mv $@.part $@

$(B)/src/text/word_table.o $(B)/src/text/known_patterns.o: %.o: %.c
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/libstance.a: $(LIBRARY_OBJECTS)
	@rm -f $@
	$(AR) rcsD $@ $^

$(B)/stance: $(CLI_OBJECTS) $(B)/libstance.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/page-maker $(B)/completion-maker: $(B)/%-maker: $(B)/src/cli/%_maker.o \
    $(filter-out $(B)/src/cli/main.o,$(CLI_OBJECTS)) $(B)/libstance.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

PAGES = $(patsubst src/cli/man/%.scd,$(B)/man/%,$(wildcard src/cli/man/*.scd))
COMPLETIONS = $(B)/completion/stance.bash $(B)/completion/_stance

.PHONY: man
man: $(PAGES) ## make the manual pages

# The date of a page is that of the last commit, so that the same source makes the same page.
$(PAGES): | build/man.packages
$(B)/man/%: src/cli/man/%.scd $(B)/page-maker
	@mkdir -p $(@D)
	$(B)/page-maker $* <$< >$@.scd
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null || date +%s)} \
	    scdoc <$@.scd >$@.part
	mv $@.part $@

$(B)/completion/stance.bash: $(B)/completion-maker src/cli/completion/stance.bash
	@mkdir -p $(@D)
	{ $< bash && cat src/cli/completion/stance.bash; } >$@.part
	mv $@.part $@

$(B)/completion/_stance: $(B)/completion-maker src/cli/completion/stance.zsh
	@mkdir -p $(@D)
	{ $< zsh && cat src/cli/completion/stance.zsh; } >$@.part
	mv $@.part $@

$(B)/unit-tests: $(UNIT_OBJECTS) $(B)/libstance.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcunit

$(B)/diff-tests: $(DIFF_OBJECTS) $(B)/libstance.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcunit

# What stance allocates is counted.
WRAPPED = malloc calloc realloc free
$(B)/hostile-tests: $(HOSTILE_OBJECTS) $(B)/tests/check.o $(B)/tests/unit/fixture.o \
    $(B)/tests/unit/scratch.o $(B)/libstance.a
	$(CC) $(LDFLAGS) $(WRAPPED:%=-Wl,--wrap=%) -o $@ $^ $(LDLIBS) -lcunit

# Each fuzz target twice: for libFuzzer, and to replay its corpus.
$(FUZZ_TARGETS:%=$(B)/fuzz-%): $(B)/fuzz-%: $(B)/tests/fuzz/fuzz_%.o $(FUZZ_SHARED)
	$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

$(FUZZ_TARGETS:%=$(B)/replay-%): $(B)/replay-%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay.o $(FUZZ_SHARED)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(FAULT_OBJECTS) $(FAULT_LIBRARY_OBJECTS): | build/check.packages
$(FAULT_OBJECTS) $(FAULT_LIBRARY_OBJECTS): CPPFLAGS += -Itests
# Position-independent, and no allocation left out.
$(FAULT_LIBRARY_OBJECTS): CFLAGS += -fPIC -fno-builtin

$(B)/fault-tests: $(FAULT_OBJECTS) $(B)/libstance.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcunit

$(B)/libfault.so: $(FAULT_LIBRARY_OBJECTS)
	$(CC) -shared -pthread -o $@ $^

-include $(COMPANION_MAKERS:%.c=$(B)/%.d)
-include $(foreach objects,OBJECTS MAKER_OBJECTS UNIT_OBJECTS DIFF_OBJECTS HOSTILE_OBJECTS FAULT_OBJECTS \
    FAULT_LIBRARY_OBJECTS FUZZ_OBJECTS,$($(objects):.o=.d))

# ---- using ----

.PHONY: demo
demo: $(B)/stance ## classify a shipped article: the quickest look at the program
	$(B)/stance classify tests/data/article.txt

# Folds by brief hold out a way of writing, not only a story: as near to other people's news as the
# corpus comes, so that the confidence is not too high there.
MODEL_OPTIONS = --min-df 3 --group-column brief --folds 4 --cues training/cues.txt \
    --boilerplate training/boilerplate.txt

DEMO_INPUTS = $(wildcard tests/data/pages/*.html)

.PHONY: demo-report
demo-report: $(B)/stance | build/browser.packages ## make build/report.html of shipped pages, and pictures of it
	$(B)/stance report $(DEMO_INPUTS) -o build/report.html
	@/usr/bin/python3 -B tests/browser/shoot.py build/report.html build/report

MODELS = models

.PHONY: models
models: $(B)/stance ## rebuild models/ from training/, byte for byte
	$(B)/stance train $(MODEL_OPTIONS) -C 2 training/stance.tsv -o $(MODELS)/stance.model
	$(B)/stance train $(MODEL_OPTIONS) --words 1-3 -C 3 --label-column sentiment training/stance.tsv \
	    -o $(MODELS)/sentiment.model

.PHONY: install
install: $(B)/stance $(PAGES) $(COMPLETIONS) ## install program, library, manual and completion under PREFIX
	install -D -m 755 $(B)/stance $(DESTDIR)$(PREFIX)/bin/stance
	install -D -m 644 $(B)/libstance.a $(DESTDIR)$(PREFIX)/lib/libstance.a
	install -D -m 644 src/stance.h $(DESTDIR)$(PREFIX)/include/stance.h
	install -D -m 644 models/stance.model $(DESTDIR)$(PREFIX)/share/stance/stance.model
	install -D -m 644 models/sentiment.model $(DESTDIR)$(PREFIX)/share/stance/sentiment.model
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man5
	install -m 644 $(filter %.1,$(PAGES)) $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 $(filter %.5,$(PAGES)) $(DESTDIR)$(PREFIX)/share/man/man5
	install -D -m 644 $(B)/completion/stance.bash \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/stance
	install -D -m 644 $(B)/completion/_stance $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_stance

.PHONY: clean
clean: ## remove what was built
	rm -rf build

# ---- testing ----

.PHONY: check
check: check-unit check-diff check-hostile check-cli check-quality check-fuzz check-fault ## run all tests

.PHONY: check-unit
check-unit: $(B)/unit-tests
	$(B)/unit-tests

.PHONY: check-diff
check-diff: $(B)/diff-tests
	$(B)/diff-tests

.PHONY: check-hostile
check-hostile: $(B)/hostile-tests
	$(B)/hostile-tests
# The sanitizers bring an allocator of their own, which cannot be made to fail.
FAULTS = STANCE=$(abspath $(B))/stance STANCE_FAULT_LIBRARY=$(abspath $(B))/libfault.so $(B)/fault-tests

.PHONY: check-fault
ifeq ($(MODE),san)
check-fault:
	@echo 'fault tests: not with MODE=san'
else
check-fault: $(B)/fault-tests $(B)/libfault.so $(B)/stance
	$(FAULTS)
endif

.PHONY: check-cli
check-cli: $(B)/stance $(COMPLETIONS) | build/check.packages
	STANCE=$(abspath $(B))/stance bats tests/cli

.PHONY: check-browser
check-browser: $(B)/stance | build/browser.packages ## look at the pages with Chromium: a minute
	cd tests/browser && STANCE=$(abspath $(B))/stance /usr/bin/python3 -B -m unittest

.PHONY: check-quality
check-quality: $(B)/stance | build/check.packages
	STANCE=$(abspath $(B))/stance bats tests/quality

.PHONY: check-fuzz
check-fuzz: | build/build.packages
	@$(MAKE) --no-print-directory MODE=replay replay

.PHONY: replay
replay: $(FUZZ_TARGETS:%=$(B)/replay-%)
	@total=0; for target in $(FUZZ_TARGETS); do \
	    count=$$($(B)/replay-$$target tests/fuzz/corpus/$$target) || exit 1; \
	    total=$$((total + count)); \
	done; echo "fuzz corpora: $$total inputs replayed to $(words $(FUZZ_TARGETS)) targets"

SECONDS ?= 60
TARGETS ?= $(FUZZ_TARGETS)
.PHONY: fuzz
fuzz: | build/build.packages build/fuzz.packages ## run each fuzz target (or TARGETS="csv model") for SECONDS=60
	$(MAKE) --no-print-directory MODE=fuzz $(TARGETS:%=build/fuzz/fuzz-%)
	tests/fuzz/run build/fuzz $(SECONDS) $(TARGETS)

.PHONY: check-valgrind
check-valgrind: $(B)/stance | build/check.packages ## run the command-line tests under valgrind (slow)
	STANCE=$(abspath $(B))/stance STANCE_VALGRIND=1 bats tests/cli

# ---- torture: what takes minutes; each part ends with a line that sums it up ----

.PHONY: torture
torture: torture-models torture-kill torture-threads torture-faults torture-inputs ## hostile files, faults, races: minutes

.PHONY: torture-models
torture-models: $(B)/hostile-tests
	@STANCE_TORTURE=1 $(B)/hostile-tests >$(B)/torture-models.log || { cat $(B)/torture-models.log; exit 1; }
	@tail -n 1 $(B)/torture-models.log

.PHONY: torture-kill
torture-kill: $(B)/stance | build/torture.packages
	@STANCE=$(B)/stance KILLS=100 tests/torture/kill.bash

.PHONY: torture-threads
torture-threads: $(B)/stance | build/check.packages
	@tests/threads/run $(B)/stance $(B)/torture/threads

.PHONY: torture-faults
torture-faults: $(B)/fault-tests $(B)/libfault.so $(B)/stance
	TORTURE=1 $(FAULTS)

.PHONY: torture-inputs
torture-inputs: $(B)/stance build/bench/measure | build/check.packages
	STANCE=$(abspath $(B))/stance bats tests/torture

.PHONY: coverage
coverage: | build/build.packages build/check.packages build/coverage.packages ## what the tests run of src/
	@tests/coverage

# ---- measuring ----

build/bench.packages: tests/bench/packages .ci/setup
	@mkdir -p build
	@PACKAGES=$< .ci/setup bench
	@touch $@

build/bench/measure: tests/bench/measure.c | build/build.packages
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS.release) -std=c11 $(WARNINGS) -o $@ $<

.PHONY: bench
bench: $(B)/stance build/bench/measure | build/bench.packages ## measure against peers; QUICK=1 for a look
	@STANCE=$(B)/stance /usr/bin/python3 -B tests/bench/bench.py

# ---- checking the source ----

.PHONY: lint
lint: lint-layers lint-headers lint-format lint-clang lint-tidy lint-cppcheck lint-shell lint-man ## check the source

.PHONY: lint-layers
lint-layers:
	.ci/check-layers

# Each header compiles alone.
HEADERS = $(wildcard src/*.h src/*/*.h)
.PHONY: lint-headers
lint-headers: $(HEADERS:%=build/lint/%.alone)
build/lint/%.alone: % | build/build.packages
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -fsyntax-only -x c $<
	@touch $@

.PHONY: lint-format
lint-format: | build/lint.packages
	clang-format --dry-run -Werror $(FORMATTED)

LINTED = $(sort $(SOURCES) $(UNIT_SOURCES) $(DIFF_SOURCES) $(HOSTILE_SOURCES) \
    $(filter-out tests/fault/allocation.c,$(FAULT_SOURCES)) $(FUZZ_SOURCES))

# All that clang can warn of, but for: what C11 is for;
UNWANTED = -Wno-padded -Wno-declaration-after-statement
# macros of other people's headers (stdin, XXH_INLINE_ALL);
UNWANTED += -Wno-disabled-macro-expansion -Wno-used-but-marked-unused
# equal numbers, which break ties alike everywhere, and floats, which are summed up as doubles;
UNWANTED += -Wno-float-equal -Wno-double-promotion
# flags that a library lists in an enum and joins with |, and what it reads but does not call const;
UNWANTED += -Wno-assign-enum -Wno-cast-qual
# the cast of a result, which is as good as that of a variable;
UNWANTED += -Wno-bad-function-cast
# a default that stands for all the other tags of a page;
UNWANTED += -Wno-switch-enum
# and in tests CUnit's macros, which have a semicolon of their own, suites, which main.c declares,
# names that the linker's --wrap asks for, and tables of formats.
UNWANTED_IN_TESTS = -Wno-extra-semi-stmt -Wno-missing-variable-declarations -Wno-reserved-identifier \
    -Wno-format-nonliteral -Wno-string-concatenation

.PHONY: lint-clang
lint-clang: $(LINTED:%=build/lint/%.clang)
build/lint/%.clang: % $(HEADERS) | build/build.packages build/check.packages build/lint.packages
	@mkdir -p $(@D)
	@clang-14 $(CPPFLAGS) -Itests -std=c11 -pthread -fsyntax-only -Weverything -Werror $(UNWANTED) \
	    $(if $(filter tests/%,$<),$(UNWANTED_IN_TESTS)) $<
	@touch $@

# clang's static analyser is among the checks.
# Not those that stand before the C library: they cannot but bear its names.
.PHONY: lint-tidy
lint-tidy: $(LINTED:%=build/lint/%.tidy)
build/lint/%.tidy: % .clang-tidy $(HEADERS) | build/build.packages build/check.packages build/lint.packages
	@mkdir -p $(@D)
	clang-tidy --quiet $< -- -std=c11 $(CPPFLAGS) -Itests
	@touch $@

.PHONY: lint-cppcheck
lint-cppcheck: | build/lint.packages
	cppcheck --quiet --std=c11 --language=c --enable=warning,performance,portability \
	    --inline-suppr --error-exitcode=1 -D_GNU_SOURCE -Isrc src

.PHONY: lint-shell
lint-shell: | build/lint.packages
	shellcheck $(SHELL_SCRIPTS)

.PHONY: lint-man
lint-man: $(PAGES) $(COMPLETIONS) | build/lint.packages
	@# Paragraphs that scdoc begins before it knows what follows.
	! mandoc -T lint -W warning $(PAGES) | grep -v 'skipping paragraph macro'
	shellcheck --shell=bash $(B)/completion/stance.bash

.PHONY: format
format: | build/lint.packages ## format all sources
	clang-format -i $(FORMATTED)
