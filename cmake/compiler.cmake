# Language, warnings, optimisation, sanitizers, and the tools that make a second build quick.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Release or Debug" FORCE)
endif()
# -g1 and frame pointers cost next to nothing and make a profile or a crash in production readable.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g")
add_compile_options(-fno-omit-frame-pointer)

# The last three are off because g++ 12 reports them in correct code (standard library strings,
# std::optional and std::expected), and because designated initialisers may leave members defaulted.
add_compile_options(
    -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wno-sign-conversion
    -Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi
    -Wno-restrict -Wno-maybe-uninitialized -Wno-missing-field-initializers)

# Objects name sources relative to the checkout, so that two checkouts give identical objects.
add_compile_options("-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # clang builds the fuzzers and nothing that is shipped. It knows some warnings by other names; it
    # warns of what g++ 12's own library calls; types in anonymous unions are an extension to it, and
    # so is what librdkafka's macros are made of.
    add_compile_options(
        -Wno-unknown-warning-option -Wno-deprecated-declarations -Wno-nested-anon-types
        -Wno-gnu-statement-expression-from-macro-expansion)
endif()

set(JANGTEO_SANITIZE "" CACHE STRING "address,undefined or thread; empty for none")
if(JANGTEO_SANITIZE)
    add_compile_options("-fsanitize=${JANGTEO_SANITIZE}" -fno-sanitize-recover=all)
    add_link_options("-fsanitize=${JANGTEO_SANITIZE}")
    # The sanitizers' own instrumentation makes g++ see overflows that are not there.
    add_compile_options(-Wno-error=array-bounds -Wno-error=stringop-overflow -Wno-error=tsan)
endif()

option(JANGTEO_FUZZ "Build the fuzzers (clang only; with JANGTEO_SANITIZE)" OFF)
if(JANGTEO_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
elseif(JANGTEO_SANITIZE)
    # A quarter of the compiler's time less; fuzzers run for longer than they are built.
    string(REPLACE "-O2" "-O1" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
endif()

find_program(JANGTEO_CCACHE ccache)
if(JANGTEO_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # With a base folder and no hashed working folder, all checkouts share one cache. The slackness
    # is what ccache asks for before it caches anything that uses a precompiled header.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env;CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}"
        "CCACHE_NOHASHDIR=1" "CCACHE_SLOPPINESS=pch_defines,time_macros" "${JANGTEO_CCACHE}")
endif()

find_program(JANGTEO_LLD ld.lld)
if(JANGTEO_LLD)
    add_link_options(-fuse-ld=lld)
endif()
