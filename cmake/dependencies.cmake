# Libraries, all packaged by Debian 12 (tools/install names the packages).

find_package(Threads REQUIRED)
set(Boost_USE_STATIC_LIBS ON)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
find_path(TOMLPLUSPLUS_INCLUDE toml++/toml.h REQUIRED)
pkg_check_modules(mariadb REQUIRED IMPORTED_TARGET libmariadb)
pkg_check_modules(rdkafka REQUIRED IMPORTED_TARGET rdkafka)
pkg_check_modules(libcurl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(nghttp2 REQUIRED IMPORTED_TARGET libnghttp2)
find_path(CLI11_INCLUDE CLI/CLI.hpp REQUIRED)

add_library(jangteo_cli11 INTERFACE)
target_include_directories(jangteo_cli11 SYSTEM INTERFACE "${CLI11_INCLUDE}")
add_library(CLI11::CLI11 ALIAS jangteo_cli11)

# What one thread allocates another frees: half of the C library's work for it is lost in locks and
# lists (docs/decisions/0013). A sanitizer brings its own.
pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
add_library(jangteo_allocator INTERFACE)
if(NOT JANGTEO_SANITIZE)
    target_link_libraries(jangteo_allocator INTERFACE PkgConfig::jemalloc)
endif()

# What the thread sanitizer must be told of a library's threads; for programs, not for libraries.
add_library(jangteo_sanitized INTERFACE)
if(JANGTEO_SANITIZE STREQUAL "thread")
    target_sources(jangteo_sanitized INTERFACE
        "${CMAKE_SOURCE_DIR}/tests/interpose/c11_threads.cpp")
endif()

add_compile_definitions(BOOST_ALL_NO_LIB)

# Asio and Beast are compiled once, here, and not again in each file that includes them. The
# definitions must be the same in every file of the program, so they are global.
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/asio_beast.cpp" CONTENT
"#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
")
add_library(jangteo_asio STATIC "${CMAKE_BINARY_DIR}/generated/asio_beast.cpp")
target_link_libraries(jangteo_asio PUBLIC Boost::headers Threads::Threads OpenSSL::SSL)

# The one library of each brand in src/platform. A brand that needs none is not listed.
set(JANGTEO_BRAND_http jangteo_asio PkgConfig::nghttp2 Boost::url Boost::json)
set(JANGTEO_BRAND_asio jangteo_asio)
set(JANGTEO_BRAND_sqlite SQLite::SQLite3)
set(JANGTEO_BRAND_postgres jangteo_platform_remote PkgConfig::libpq)
set(JANGTEO_BRAND_mysql jangteo_platform_remote PkgConfig::mariadb)
set(JANGTEO_BRAND_schema_registry jangteo_contracts PkgConfig::libcurl Boost::json)
set(JANGTEO_BRAND_kafka jangteo_platform_schema_registry PkgConfig::rdkafka Boost::json)
set(JANGTEO_BRAND_sodium PkgConfig::sodium)
set(JANGTEO_BRAND_openssl OpenSSL::SSL OpenSSL::Crypto)
set(JANGTEO_BRAND_spdlog spdlog::spdlog Boost::json)
set(JANGTEO_BRAND_zlib ZLIB::ZLIB)
