# SPDX-License-Identifier: BSD-2-Clause
#
# The short way to what Meson and the scripts do. `make help` lists it.

PREFIX  ?= /usr/local
DESTDIR ?=
PYTHON  ?= /usr/bin/python3
PORT    ?= 8787

# Only where the build directory is new: what is configured already stays as it is.
SETUP = [ -f build/build.ninja ] || meson setup build --prefix=$(PREFIX)

.PHONY: help build run test test-long bench measure install format screenshots clean

help:
	@echo "make run          build, start a demo camera and Lenswatch, print the address (PORT=8787)"
	@echo "make build        build into build/"
	@echo "make test         build in each way that is tested, run the tests"
	@echo "make test-long    that, and what takes longer: fuzzing, races, every instruction set"
	@echo "make bench        speed, against other programs"
	@echo "make measure      what the watch finds on simulated cameras (hours on 2 cores);"
	@echo "                  QUICK=1: on six of them (half an hour); SEQUENCES=DIR: and on real ones"
	@echo "make install      install below PREFIX ($(PREFIX)), staged in DESTDIR if set"
	@echo "make format       format the C sources"
	@echo "make screenshots  make the pictures in docs/images from the running program"
	@echo "make clean        remove what was built; data/ stays"

build:
	@scripts/install-packages build web
	@$(SETUP) -Dtests=false
	@meson compile -C build

run:
	@scripts/install-packages build web demo run
	@$(SETUP) -Dtests=false
	@[ -f build/demo/lenswatch-demo-camera ] || meson configure build -Ddemo=enabled -Dweb=enabled
	@meson compile -C build
	@scripts/run --port $(PORT)

test:
	@scripts/install-packages build web demo run test
	@$(PYTHON) scripts/test

test-long:
	@scripts/install-packages build web demo run test
	@$(PYTHON) scripts/test --long

bench:
	@scripts/install-packages build bench
	@$(SETUP) -Dtests=false
	@meson compile -C build
	@$(PYTHON) bench/bench.py --build build

measure:
	@scripts/install-packages build demo bench
	@$(SETUP) -Dtests=false
	@meson compile -C build
	@meson compile -C build scenarios
	@nice bench/scenarios/measure.py --build build $(if $(SEQUENCES),--sequences $(SEQUENCES)) \
		$(if $(QUICK),--quick) \
		--output $(if $(QUICK),build/measured/quick.md,docs/ref/conditions-measured.md)

install: build
	@meson configure build --prefix=$(PREFIX)
	@DESTDIR=$(DESTDIR) meson install -C build

format:
	@git ls-files '*.c' '*.h' | xargs clang-format-14 -i

screenshots: build
	@scripts/install-packages demo run test
	@node tests/web/screenshots.mjs

clean:
	@rm -rf build build-*
