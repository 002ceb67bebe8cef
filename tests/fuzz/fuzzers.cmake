# The fuzzers, one program for each target, in a build of their own (JANGTEO_FUZZ, tools/fuzz.py); and
# in every build the program that writes the inputs which follow from our own descriptions.

add_executable(jangteo-fuzz-seeds EXCLUDE_FROM_ALL
    "${CMAKE_CURRENT_LIST_DIR}/seeds/main.cpp" "${CMAKE_CURRENT_LIST_DIR}/described.cpp")
target_link_libraries(jangteo-fuzz-seeds PRIVATE jangteo_test_support)

if(JANGTEO_FUZZ)
    file(GLOB fuzz_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/*.cpp")
    list(FILTER fuzz_sources EXCLUDE REGEX "/(corpus_test|all_targets)\\.cpp$")
    # A library, so that each fuzzer is linked with its own target alone.
    add_library(jangteo_fuzz_targets STATIC ${fuzz_sources})
    target_link_libraries(jangteo_fuzz_targets PUBLIC jangteo_test_support)
    file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/targets.hpp" declared REGEX "^extern const Target ")
    foreach(line IN LISTS declared)
        string(REGEX REPLACE "^extern const Target ([a-z0-9_]+);.*" "\\1" name "${line}")
        add_executable(fuzz_${name} "${CMAKE_CURRENT_LIST_DIR}/engine/libfuzzer_main.cpp")
        target_compile_definitions(fuzz_${name} PRIVATE JANGTEO_FUZZ_TARGET=${name})
        target_link_libraries(fuzz_${name} PRIVATE jangteo_fuzz_targets)
        target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
        set_target_properties(fuzz_${name} PROPERTIES
            RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzzers")
        list(APPEND fuzzers fuzz_${name})
    endforeach()
    add_custom_target(fuzzers DEPENDS ${fuzzers})
endif()
